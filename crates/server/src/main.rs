//! The `authwire` binary: a sign-in journey with a demo user, to try in a browser.

mod app;
mod arguments;
mod banner;
mod demo;
mod pages;
mod serve;

use crate::{
    arguments::{Command, UsageError},
    banner::Banner,
    demo::DemoUser,
};
use std::{
    error::Error,
    io::{Write, stderr, stdout},
    process::ExitCode,
};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(stderr().lock(), "error: {error}");
            ExitCode::from(if error.is::<UsageError>() { 2 } else { 1 })
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let environment = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let listen = match arguments::parse(std::env::args().skip(1), environment)? {
        Command::Serve { listen } => listen,
        Command::Print(text) => {
            stdout().lock().write_all(text.as_bytes())?;
            return Ok(());
        }
    };
    let listener = serve::bind(listen).await?;
    let address = listener.local_addr()?;
    let demo = DemoUser::new()?;
    let auth = app::auth(address, environment, &demo).await?;
    Banner { address, public_url: environment("NEXTAUTH_URL").or_else(|| environment("AUTH_URL")), demo: &demo }
        .print();
    serve::until_stopped(listener, app::router(&auth)).await?;
    let _ = writeln!(stdout().lock(), "Stopped.");
    Ok(())
}
