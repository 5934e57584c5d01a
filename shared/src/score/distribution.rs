//! Quantiles and tails of the normal and the t distribution, the same bits on every host.

use super::root;

/// The normal quantile that leaves `level` between itself and its negative: 1.96 for .95.
pub(super) fn two_sided_z(level: f64) -> f64 {
    normal_quantile(f64::midpoint(1.0, level))
}

/// The probability that a normal value is at least `z` away from 0, to either side.
pub(super) fn two_sided_normal_tail(z: f64) -> f64 {
    libm::erfc(z / core::f64::consts::SQRT_2).min(1.0)
}

/// The value below which a normal value falls with probability `p`, between 0 and 1 exclusive.
///
/// Rational approximations to about 1e-16, relative. Source: Wichura 1988, algorithm AS 241 (PPND16).
fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&CENTRE, 0.180625 - q * q);
    }
    let r = libm::sqrt(-libm::log(p.min(1.0 - p)));
    let distance = if r <= 5.0 { ratio(&SHOULDER, r - 1.6) } else { ratio(&TAIL, r - 5.0) };
    distance.copysign(q)
}

/// A numerator and a denominator, each from the constant term upwards.
type Ratio = [[f64; 8]; 2];

fn ratio(terms: &Ratio, x: f64) -> f64 {
    let [numerator, denominator] = terms.map(|terms| terms.iter().rev().fold(0.0, |sum, term| sum * x + term));
    numerator / denominator
}

const CENTRE: Ratio = [
    [
        3.3871328727963665,
        133.14166789178438,
        1971.5909503065513,
        13731.69376550946,
        45921.95393154987,
        67265.7709270087,
        33430.57558358813,
        2509.0809287301227,
    ],
    [
        1.0,
        42.31333070160091,
        687.1870074920579,
        5394.196021424751,
        21213.794301586597,
        39307.89580009271,
        28729.085735721943,
        5226.495278852854,
    ],
];
const SHOULDER: Ratio = [
    [
        1.4234371107496835,
        4.630337846156546,
        5.769497221460691,
        3.6478483247632045,
        1.2704582524523684,
        0.2417807251774506,
        0.022723844989269184,
        0.0007745450142783414,
    ],
    [
        1.0,
        2.053191626637759,
        1.6763848301838038,
        0.6897673349851,
        0.14810397642748008,
        0.015198666563616457,
        0.0005475938084995345,
        1.0507500716444169e-9,
    ],
];
const TAIL: Ratio = [
    [
        6.657904643501103,
        5.463784911164114,
        1.7848265399172913,
        0.29656057182850487,
        0.026532189526576124,
        0.0012426609473880784,
        2.7115555687434876e-5,
        2.0103343992922881e-7,
    ],
    [
        1.0,
        0.599832206555888,
        0.1369298809227358,
        0.014875361290850615,
        0.0007868691311456133,
        1.8463183175100548e-5,
        1.421511758316446e-7,
        2.0442631033899397e-15,
    ],
];

/// From here on the t distribution is reached from the normal one.
const MANY_DEGREES: f64 = 1e3;

/// The quantile of the t distribution with `df` degrees of freedom that leaves `level` between itself and its
/// negative. Infinite without degrees of freedom: one answer says nothing about the others.
///
/// By search in the tail; for many degrees by the expansion of Fisher & Cornish 1960, Technometrics 2:209.
pub(super) fn two_sided_t(level: f64, df: f64) -> f64 {
    if df <= 0.0 {
        return f64::INFINITY;
    }
    if df >= MANY_DEGREES {
        let z = two_sided_z(level);
        let s = z * z;
        let first = (s + 1.0) / 4.0;
        let second = ((5.0 * s + 16.0) * s + 3.0) / 96.0;
        let third = (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0;
        return z * (1.0 + (first + (second + third / df) / df) / df);
    }
    let mut high = 2.0;
    while two_sided_t_tail(high, df) > 1.0 - level {
        high *= 2.0;
    }
    let [_, high] = root::bracket([0.0, high], 1e-14 * high, |t| two_sided_t_tail(t, df) - (1.0 - level));
    high
}

/// The probability that a t value with `df` degrees of freedom is at least `t` away from 0, to either side.
pub(super) fn two_sided_t_tail(t: f64, df: f64) -> f64 {
    if df <= 0.0 {
        return 1.0;
    }
    // Past this the two differ in the seventh digit, and the fraction below would need many thousand terms.
    if df >= 1e7 {
        return two_sided_normal_tail(t);
    }
    let square = t * t;
    if square.is_infinite() {
        return 0.0;
    }
    incomplete_beta([df / 2.0, 0.5], [df / (df + square), square / (df + square)])
}

/// The regularised incomplete beta function `I_x(a, b)`, given `x` and `1 - x` so that neither loses digits.
fn incomplete_beta([a, b]: [f64; 2], [x, rest]: [f64; 2]) -> f64 {
    if x <= 0.0 || rest <= 0.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let front = libm::exp(a * libm::log(x) + b * libm::log(rest) - log_beta);
    // The fraction converges fast below the mean, and the function is its own mirror.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction([a, b], x) / a
    } else {
        1.0 - front * beta_fraction([b, a], rest) / b
    }
}

/// The continued fraction of the incomplete beta function, by the method of Lentz.
fn beta_fraction([a, b]: [f64; 2], x: f64) -> f64 {
    let away_from_zero = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for step in 1..=20_000_u16 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + term * d);
            c = away_from_zero(1.0 + term / c);
            change = c * d;
            fraction *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::super::tests::close;
    use super::*;

    // The expected values were computed with forty digits.

    #[test]
    fn normal_quantiles() {
        let check = |p: f64, expected: f64| close(normal_quantile(p), expected, 1e-15 * (1.0 + expected.abs()));
        for (p, expected) in [
            (1e-300, -37.0470962993612),
            (1e-20, -9.262340089798409),
            (1e-5, -4.264890793922825),
            (0.001, -3.090232306167813),
            (0.025, -1.9599639845400543),
            (0.075, -1.439531470938456),
            (0.0751, -1.43882539275254),
            (0.3, -0.5244005127080408),
            (0.5, 0.0),
            (0.8, 0.8416212335729144),
            (0.975, 1.959963984540054),
            (0.9999, 3.7190164854557084),
        ] {
            check(p, expected);
        }
    }

    #[test]
    fn normal_tails() {
        let check = |z, expected: f64| close(two_sided_normal_tail(z), expected, 1e-13 * expected);
        for (z, expected) in [
            (0.0, 1.0),
            (1.0, 0.3173105078629141),
            (1.96, 0.04999579029644087),
            (5.0, 5.733031437583878e-7),
            (20.0, 5.507248237212467e-89),
            (37.0, 1.1451142445049154e-299),
        ] {
            check(z, expected);
        }
    }

    #[test]
    fn t_quantiles() {
        let check = |df, expected: [f64; 3]| {
            for (level, expected) in [0.8, 0.95, 0.99].into_iter().zip(expected) {
                close(two_sided_t(level, df), expected, 1e-11 * expected);
            }
        };
        for (df, expected) in [
            (1.0, [3.077683537175253, 12.706204736174705, 63.65674116287158]),
            (2.0, [1.8856180831641267, 4.302652729749464, 9.924843200918293]),
            (2.5, [1.7302509288071766, 3.574654842003683, 7.163728138948786]),
            (7.0, [1.4149239276505083, 2.3646242515927853, 3.4994832973504937]),
            (29.0, [1.311433647301551, 2.0452296421327043, 2.7563859036706053]),
            (100.5, [1.2900320722138598, 1.9838506553357997, 2.625636965379535]),
            (999.0, [1.2823995700373974, 1.96234146113345, 2.580759637267637]),
            (1000.0, [1.2823987214609245, 1.9623390808264085, 2.580754698065951]),
            (12345.0, [1.2816201464286427, 1.9601561676005672, 2.5762276237865196]),
        ] {
            check(df, expected);
        }
        assert_eq!(two_sided_t(0.95, 0.0), f64::INFINITY);
    }

    #[test]
    fn t_tails() {
        let check = |t, df, expected: f64| close(two_sided_t_tail(t, df), expected, 1e-9 * expected);
        for (t, df, expected) in [
            (0.0, 5.0, 1.0),
            (0.5, 1.0, 0.7048327646991335),
            (2.0, 3.3, 0.13095886443944948),
            (2.0, 10.0, 0.07338803477074037),
            (5.0, 40.0, 1.1840065669659496e-5),
            (1.96, 5_000.0, 0.05005125229181954),
            (3.0, 200_000.0, 0.002700128462776791),
            (10.0, 30.0, 4.575251408229613e-11),
            (2.0, 0.0, 1.0),
            (f64::INFINITY, 4.0, 0.0),
        ] {
            check(t, df, expected);
        }
        // No step where the normal tail takes over.
        close(two_sided_t_tail(2.0, 9_999_999.0), two_sided_t_tail(2.0, 1e7), 1e-7);
    }
}
