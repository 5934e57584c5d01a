//! The address a request comes from, as far as it can be trusted. Headers that anyone can write are not read, except those
//! that the proxies in front of this server wrote.

use actix_web::HttpRequest;
use std::net::{IpAddr, Ipv4Addr};

/// How many proxies of ours stand in front: each appends the address it saw to `X-Forwarded-For`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proxies(pub usize);

impl Proxies {
    /// The network a request comes from: its address, and for IPv6 the /64 that one household has.
    pub fn network(self, request: &HttpRequest) -> String {
        let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
        let headers = request.headers().get_all("x-forwarded-for");
        let written: Vec<&str> =
            headers.filter_map(|value| value.to_str().ok()).flat_map(|all| all.split(',')).collect();
        network_of(self.address(peer, &written))
    }

    /// Counted from the right: what stands further left was written by whoever sent the request.
    fn address(self, peer: IpAddr, written: &[&str]) -> IpAddr {
        let place = self.0.checked_sub(1).and_then(|before| written.len().checked_sub(before + 1));
        place.and_then(|place| written.get(place)).and_then(|text| text.trim().parse().ok()).unwrap_or(peer)
    }
}

fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_our_own_proxies_wrote_is_believed() {
        let check = |proxies: usize, written: &[&str], expected: &str| {
            let address = Proxies(proxies).address("10.0.0.1".parse().unwrap(), written);
            assert_eq!(network_of(address), expected, "{proxies} {written:?}");
        };
        check(0, &[], "10.0.0.1");
        check(0, &["1.1.1.1"], "10.0.0.1");
        check(1, &["1.1.1.1", " 2.2.2.2"], "2.2.2.2");
        check(2, &["1.1.1.1", "2.2.2.2"], "1.1.1.1");
        check(2, &["9.9.9.9", "1.1.1.1", "2.2.2.2"], "1.1.1.1");
        check(1, &["unknown"], "10.0.0.1");
        check(3, &["1.1.1.1"], "10.0.0.1");
        check(1, &["::ffff:127.0.0.1"], "127.0.0.1");
        check(1, &["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64");
    }
}
