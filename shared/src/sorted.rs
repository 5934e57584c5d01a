//! A small map kept as a sorted list: what a visitor's browser holds is a handful of entries, and a tree would weigh
//! kilobytes there. Refuses, when read from JSON, the same key twice.

use alloc::vec::Vec;

/// Values by key, in the order of the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortedMap<K, V>(Vec<(K, V)>);

impl<K: Ord, V> SortedMap<K, V> {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The value of this key.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.0.iter().find(|(one, _)| one == key).map(|(_, value)| value)
    }

    /// Puts a value in the place of the one that has this key, if any.
    pub fn insert(&mut self, key: K, value: V) {
        let at = self.0.iter().position(|(one, _)| *one >= key).unwrap_or(self.0.len());
        match self.0.get_mut(at) {
            Some(entry) if entry.0 == key => entry.1 = value,
            _ => self.0.insert(at, (key, value)),
        }
    }

    /// Takes a key out, and says what its value was.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let at = self.0.iter().position(|(one, _)| one == key)?;
        Some(self.0.remove(at).1)
    }

    /// Keeps only the entries for which `keep` holds.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        self.0.retain_mut(|(key, value)| keep(key, value));
    }

    /// Whether the key is there.
    pub fn contains_key(&self, key: &K) -> bool {
        self.get(key).is_some()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The entries in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> + Clone {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.iter().map(|(key, _)| key)
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }
}

impl<K: Ord, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Ord, V> Extend<(K, V)> for SortedMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for SortedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for SortedMap<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

#[cfg(feature = "serde")]
mod json {
    use super::SortedMap;
    use core::{fmt, marker::PhantomData};
    use serde::{
        Deserialize, Deserializer, Serialize, Serializer,
        de::{Error, MapAccess, Visitor},
    };

    impl<K: Ord + Serialize, V: Serialize> Serialize for SortedMap<K, V> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.iter())
        }
    }

    impl<'de, K: Ord + Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for SortedMap<K, V> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(Entries(PhantomData))
        }
    }

    struct Entries<K, V>(PhantomData<(K, V)>);

    impl<'de, K: Ord + Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for Entries<K, V> {
        type Value = SortedMap<K, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = SortedMap::new();
            while let Some((key, value)) = entries.next_entry()? {
                if map.contains_key(&key) {
                    return Err(A::Error::custom("duplicate field"));
                }
                map.insert(key, value);
            }
            Ok(map)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_in_the_order_of_their_keys_and_replace_each_other() {
        let check = |inserted: &[(u8, char)], expected: &[(u8, char)]| {
            let map: SortedMap<u8, char> = inserted.iter().copied().collect();
            assert_eq!(map.0, expected);
        };
        check(&[], &[]);
        check(&[(2, 'b'), (1, 'a'), (3, 'c')], &[(1, 'a'), (2, 'b'), (3, 'c')]);
        check(&[(1, 'a'), (2, 'b'), (1, 'c')], &[(1, 'c'), (2, 'b')]);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn the_same_key_twice_is_no_object_of_ours() {
        let read = |json: &str| serde_json::from_str::<SortedMap<std::string::String, u8>>(json).is_ok();
        assert!(read(r#"{"a": 1, "b": 2}"#));
        assert!(!read(r#"{"a": 1, "a": 2}"#));
    }
}
