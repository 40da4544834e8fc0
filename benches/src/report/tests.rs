use super::*;
use crate::system::Action;
use std::time::Duration;

fn turn(answers: f64) -> Turn {
    Turn { answers, cpu: 1.0, wall: 1.0 }
}

fn results(ours: f64, next_auth: f64, limit: f64, memory: f64) -> Results {
    let turns = |rate: f64| vec![turn(rate), turn(rate * 3.0), turn(rate / 2.0)];
    Results {
        turns: vec![
            (Action::Session, Name::Ours, turns(ours)),
            (Action::Session, Name::NextAuth, turns(next_auth)),
            (Action::Session, Name::Limit, turns(limit)),
        ],
        memory: vec![
            (Name::Ours, Memory { resident: memory, peak: memory }),
            (Name::NextAuth, Memory { resident: 80.0, peak: 90.0 }),
        ],
    }
}

fn passes(results: &Results) -> bool {
    let arguments = Arguments::parse(&[]).unwrap();
    Report::new(results, &arguments, &Cores::choose()).passed()
}

#[test]
fn each_threshold_counts_and_is_compared_by_medians() {
    assert!(passes(&results(1200.0, 100.0, 2400.0, 9.9)));
    assert!(!passes(&results(1199.0, 100.0, 2000.0, 9.9)));
    assert!(!passes(&results(1200.0, 100.0, 2401.0, 9.9)));
    assert!(!passes(&results(1200.0, 100.0, 2400.0, 10.0)));
}

#[test]
fn what_was_not_measured_does_not_pass() {
    let mut only_two = results(1200.0, 100.0, 2400.0, 9.9);
    only_two.turns.pop();
    assert!(!passes(&only_two));
    let arguments = Arguments::parse(&[]).unwrap();
    let text = Report::new(&only_two, &arguments, &Cores::choose()).to_string();
    assert!(text.contains("FAIL not everything"), "{text}");
}

#[test]
fn an_even_number_of_rounds_has_a_median_too() {
    let spread = Spread::of([4.0, 1.0, 2.0, 3.0].into_iter());
    assert_eq!((spread.min, spread.median, spread.max), (1.0, 2.5, 4.0));
}

#[test]
fn arguments_are_read() {
    let words = ["--seconds", "0.5", "--actions", "csrf,signin"].map(str::to_owned);
    let arguments = Arguments::parse(&words).unwrap();
    assert_eq!(arguments.turn, Duration::from_millis(500));
    assert_eq!(arguments.actions, [Action::Csrf, Action::SignIn]);
    assert!(Arguments::parse(&["--rounds".to_owned(), "0".to_owned()]).is_err());
    assert!(Arguments::parse(&["--rounds".to_owned()]).is_err());
}
