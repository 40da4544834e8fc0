//! The load generator: one thread, several keep-alive connections, each always waiting for one answer.
//!
//! It visits the connections in a circle, takes the answers that are there and sends the next requests. It never sleeps:
//! the kernel charges the waking of a reader on the same machine to the server that writes, a cost that no server has
//! whose clients are elsewhere.

use crate::Failure;
use crate::process::Process;
use crate::wire::{Answer, Connection};
use std::time::{Duration, Instant};

/// What the server did in one turn.
#[derive(Clone, Copy)]
pub(crate) struct Turn {
    /// Answers, all of them checked.
    pub(crate) answers: f64,
    /// Processor seconds of the server.
    pub(crate) cpu: f64,
    /// Seconds on the clock.
    pub(crate) wall: f64,
}

impl Turn {
    /// Answers for each second of the server's processor time.
    pub(crate) fn rate(&self) -> f64 {
        self.answers / self.cpu
    }

    /// How much of the turn one core was at work for the server. Far below 1, the generator was what limited it.
    pub(crate) fn busy(&self) -> f64 {
        self.cpu / self.wall
    }
}

/// Loads a server with one request, again and again, for about `duration`.
///
/// Fails when an answer is not 200 or its body is not `body_length` bytes long.
pub(crate) fn run(
    process: &Process,
    port: u16,
    request: &[u8],
    body_length: usize,
    connections: usize,
    duration: Duration,
) -> Result<Turn, Failure> {
    let mut connections = (0..connections).map(|_| Connection::open(port)).collect::<Result<Vec<_>, _>>()?;
    for connection in &mut connections {
        connection.send(request)?;
        check(&connection.receive()?, body_length)?;
    }
    for connection in &connections {
        connection.never_wait()?;
    }
    let cpu = process.cpu()?;
    let start = Instant::now();
    for connection in &mut connections {
        connection.send(request)?;
    }
    let mut answers: u64 = 0;
    let mut last_answer = start;
    while start.elapsed() < duration {
        let mut idle = true;
        for connection in &mut connections {
            if take(connection, body_length)? {
                connection.send(request)?;
                answers = answers.saturating_add(1);
                idle = false;
            }
        }
        patience(idle, &mut last_answer)?;
    }
    for connection in &mut connections {
        while !take(connection, body_length)? {
            patience(true, &mut last_answer)?;
        }
        answers = answers.saturating_add(1);
    }
    let wall = start.elapsed().as_secs_f64();
    let cpu = process.cpu()? - cpu;
    // Exact up to 2^53 answers.
    #[allow(clippy::cast_precision_loss)]
    Ok(Turn { answers: answers as f64, cpu, wall })
}

/// Takes an answer if one is there.
fn take(connection: &mut Connection, body_length: usize) -> Result<bool, Failure> {
    connection.poll()?.map_or(Ok(false), |answer| check(&answer, body_length).map(|()| true))
}

/// A server that hangs must end the run, not hang it; one that has to share our core must get it.
fn patience(idle: bool, last_answer: &mut Instant) -> Result<(), Failure> {
    if !idle {
        *last_answer = Instant::now();
    } else if last_answer.elapsed() > Duration::from_secs(20) {
        return Err("the server does not answer".into());
    } else {
        std::thread::yield_now();
    }
    Ok(())
}

fn check(answer: &Answer<'_>, body_length: usize) -> Result<(), Failure> {
    if answer.status != 200 || answer.body.len() != body_length {
        let body = String::from_utf8_lossy(answer.body);
        return Err(format!(
            "under load: status {}, {} bytes instead of {body_length}: {body}",
            answer.status,
            answer.body.len()
        )
        .into());
    }
    Ok(())
}
