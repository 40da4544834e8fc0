//! The command line.

use crate::Failure;
use crate::system::Action;
use std::time::Duration;

const USAGE: &str = "usage: bench [--seconds 2] [--rounds 5] [--warm-up 4] [--connections 32] [--actions session,csrf,providers,signin]\n       bench --package [--rounds 5] [--only codec,cold,next,size]";

/// What one run measures.
pub(crate) struct Arguments {
    /// How long each system answers each action, in each round.
    pub(crate) turn: Duration,
    /// How often the systems take turns.
    pub(crate) rounds: usize,
    /// How long each system answers each action before the first round.
    pub(crate) warm_up: Duration,
    /// How many keep-alive connections are open at once.
    pub(crate) connections: usize,
    /// What is asked, in this order.
    pub(crate) actions: Vec<Action>,
}

impl Arguments {
    /// Reads `--name value` pairs.
    pub(crate) fn parse(words: &[String]) -> Result<Self, Failure> {
        let mut arguments = Self {
            turn: Duration::from_secs(2),
            rounds: 5,
            warm_up: Duration::from_secs(4),
            connections: 32,
            actions: Action::ALL.to_vec(),
        };
        let mut words = words.iter();
        while let Some(name) = words.next() {
            let value = words.next().ok_or(USAGE)?;
            match name.as_str() {
                "--seconds" => arguments.turn = seconds(value)?,
                "--rounds" => arguments.rounds = at_least_one(value)?,
                "--warm-up" => arguments.warm_up = seconds(value)?,
                "--connections" => arguments.connections = at_least_one(value)?,
                "--actions" => arguments.actions = actions(value)?,
                _ => return Err(USAGE.into()),
            }
        }
        Ok(arguments)
    }
}

fn seconds(value: &str) -> Result<Duration, Failure> {
    Ok(Duration::try_from_secs_f64(value.parse()?)?)
}

fn at_least_one(value: &str) -> Result<usize, Failure> {
    Ok(value.parse::<std::num::NonZeroUsize>()?.get())
}

fn actions(value: &str) -> Result<Vec<Action>, Failure> {
    let find = |name| Action::ALL.into_iter().find(|action| action.name() == name);
    value.split(',').map(|name| find(name).ok_or_else(|| format!("no such action: {name}").into())).collect()
}
