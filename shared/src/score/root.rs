//! Where a falling function crosses zero.

/// Narrows `[low, high]` to `width` around the point where `f` falls to zero or below, and returns what remains.
///
/// An end where `f` does not change its sign any more is returned twice. Guesses along the straight line between the
/// ends, kept so near the middle that it never takes more than one step beyond plain halving. Source: Oliveira &
/// Takahashi 2021, ACM TOMS 47:5 (ITP).
pub(super) fn bracket([mut low, mut high]: [f64; 2], width: f64, f: impl Fn(f64) -> f64) -> [f64; 2] {
    let [mut at_low, mut at_high] = [f(low), f(high)];
    if at_low <= 0.0 {
        return [low; 2];
    }
    if at_high > 0.0 {
        return [high; 2];
    }
    let pull = 0.2 / (high - low);
    // How wide the bracket may be in this step so that halving could still keep the promise.
    let mut allowed = width;
    while allowed < high - low {
        allowed *= 2.0;
    }
    allowed *= 2.0;
    while high - low > width {
        let middle = f64::midpoint(low, high);
        let line = (at_low * high - at_high * low) / (at_low - at_high);
        let towards_middle = (middle - line).signum();
        let step = (pull * (high - low) * (high - low)).min((middle - line).abs());
        let slack = (allowed - (high - low)) / 2.0;
        let guess = (line + towards_middle * step).max(middle - slack).min(middle + slack);
        // Not so near an end that nothing is gained.
        let guess = guess.max(low + width / 2.0).min(high - width / 2.0);
        // Floats lie no closer.
        if guess <= low || guess >= high {
            break;
        }
        let value = f(guess);
        if value > 0.0 {
            [low, at_low] = [guess, value]
        } else {
            [high, at_high] = [guess, value]
        }
        allowed /= 2.0;
    }
    [low, high]
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::cell::Cell;

    #[test]
    fn the_crossing_is_found_in_few_steps() {
        let check = |ends, f: fn(f64) -> f64, crossing: f64, most_steps| {
            let steps = Cell::new(0);
            let [low, high] = bracket(ends, 1e-13, |x| {
                steps.set(steps.get() + 1);
                f(x)
            });
            assert!(low <= crossing && crossing <= high && high - low <= 1e-13, "[{low}, {high}] is not {crossing}");
            assert!(steps.get() <= most_steps, "{crossing} took {} steps", steps.get());
        };
        check([-1.0, 1.0], |x| 0.3 - x, 0.3, 12);
        check([0.0, 38.0], |x| 8.0 - x * x * x, 2.0, 25);
        check([0.0, 1.0], |x| 1e-6 - libm::pow(x, 9.0), libm::pow(1e-6, 1.0 / 9.0), 25);
        // No slope to go by, and a second zero at the end.
        check([0.0, 2.0], |x| if x < 1.25 { 1.0 } else { -1e9 }, 1.25, 50);
        check([-1.0, 0.0], |x| x * (x + 0.25), -0.25, 25);
        // Nothing to narrow.
        check([0.5, 1.0], |x| 0.5 - x, 0.5, 2);
        check([0.0, 0.5], |x| 0.75 - x, 0.5, 2);
        check([1.0, 1.0], |x| 1.0 - x, 1.0, 2);
    }
}
