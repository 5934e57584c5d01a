//! Where a request comes from, as far as it can be trusted. Headers that anyone can write are not read, except those
//! that the proxies in front of this server wrote.

use actix_web::{HttpRequest, http::header};
use std::net::{IpAddr, Ipv4Addr};

/// How many proxies of ours stand in front: each appends the address it saw to `X-Forwarded-For`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proxies(pub usize);

impl Proxies {
    /// The network a request comes from: its address, and for IPv6 the /64 that one household has.
    pub fn network(self, request: &HttpRequest) -> String {
        network_of(self.client(request))
    }

    /// The same where it is one of the internet's. `None` for this machine and for private networks: what comes from
    /// there is the operator's own, such as a proxy whose header is not to be read, behind which all visitors seem one.
    pub fn public_network(self, request: &HttpRequest) -> Option<String> {
        Some(self.client(request)).filter(|address| is_public(*address)).map(network_of)
    }

    fn client(self, request: &HttpRequest) -> IpAddr {
        let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
        let headers = request.headers().get_all("x-forwarded-for");
        let written: Vec<&str> =
            headers.filter_map(|value| value.to_str().ok()).flat_map(|all| all.split(',')).collect();
        self.address(peer, &written)
    }

    /// Counted from the right: what stands further left was written by whoever sent the request.
    fn address(self, peer: IpAddr, written: &[&str]) -> IpAddr {
        let place = self.0.checked_sub(1).and_then(|before| written.len().checked_sub(before + 1));
        place.and_then(|place| written.get(place)).and_then(|text| text.trim().parse().ok()).unwrap_or(peer)
    }
}

/// The family of the browser, to tell one's own sessions apart: a name that anyone can write, one of a few. Empty for
/// others.
pub fn browser(request: &HttpRequest) -> &'static str {
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    family_of(agent.unwrap_or_default())
}

fn family_of(agent: &str) -> &'static str {
    // Each names those after it too.
    let families = [
        ("Firefox/", "Firefox"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    families.iter().find(|(mark, _)| agent.contains(mark)).map_or("", |(_, name)| name)
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

fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(one) => !(one.is_loopback() || one.is_private() || one.is_link_local() || one.is_unspecified()),
        IpAddr::V6(one) => {
            !(one.is_loopback() || one.is_unique_local() || one.is_unicast_link_local() || one.is_unspecified())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_its_family() {
        let check = |agent: &str, expected: &str| assert_eq!(family_of(agent), expected, "{agent}");
        check("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", "Firefox");
        check(
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36",
            "Chrome",
        );
        check("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0", "Edge");
        check("Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15", "Safari");
        check("curl/8.5.0", "");
        check("", "");
    }

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

    #[test]
    fn private_networks_are_told_from_the_internet() {
        let check = |address: &str, expected: bool| {
            assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
        };
        check("203.0.113.7", true);
        check("100.64.0.1", true);
        check("172.32.0.1", true);
        check("2001:db8::1", true);
        check("127.0.0.1", false);
        check("10.0.0.1", false);
        check("172.16.0.1", false);
        check("192.168.1.1", false);
        check("169.254.1.1", false);
        check("0.0.0.0", false);
        check("::1", false);
        check("fd00::1", false);
        check("fe80::1", false);
        check("::ffff:10.0.0.1", false);
        check("::ffff:203.0.113.7", true);
    }
}
