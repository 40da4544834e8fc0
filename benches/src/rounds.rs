//! Who runs when.

use crate::arguments::Arguments;
use crate::load::{self, Turn};
use crate::process::Memory;
use crate::system::{Action, Name, System};
use crate::{Failure, note};

/// Everything one run has found out.
pub(crate) struct Results {
    /// The turns of each action and system, in the order of the rounds.
    pub(crate) turns: Vec<(Action, Name, Vec<Turn>)>,
    /// What each system held after the load.
    pub(crate) memory: Vec<(Name, Memory)>,
}

/// Warms every system up, then lets them take turns: in each round every action, in each action every system.
///
/// Alternating within the shortest span spreads what else happens on the machine evenly.
pub(crate) fn run(systems: &mut [System], arguments: &Arguments) -> Result<Results, Failure> {
    let mut lengths = Vec::new();
    for action in &arguments.actions {
        for system in systems.iter() {
            let length = system.ask(*action)?.body.len();
            note(&format!("warm-up: {} {}", action.name(), system.name.label()));
            turn(system, *action, length, arguments, arguments.warm_up)?;
            lengths.push((*action, system.name, length));
        }
    }
    let mut turns: Vec<_> = lengths.iter().map(|(action, name, _)| (*action, *name, Vec::new())).collect();
    for round in 1..=arguments.rounds {
        for ((action, name, length), (_, _, found)) in lengths.iter().zip(&mut turns) {
            let system = systems.iter().find(|system| system.name == *name).ok_or("a system is gone")?;
            let turn = turn(system, *action, *length, arguments, arguments.turn)?;
            note(&format!("round {round}: {} {} {:.0}/s", action.name(), name.label(), turn.rate()));
            found.push(turn);
        }
    }
    let memory =
        systems.iter().map(|system| Ok((system.name, system.process.memory()?))).collect::<Result<_, Failure>>()?;
    Ok(Results { turns, memory })
}

fn turn(
    system: &System,
    action: Action,
    length: usize,
    arguments: &Arguments,
    duration: std::time::Duration,
) -> Result<Turn, Failure> {
    load::run(&system.process, system.port, &system.request(action), length, arguments.connections, duration)
        .map_err(|failure| format!("{} {}: {failure}", system.name.label(), action.name()).into())
}
