//! As much HTTP/1.1 as a load generator needs: prepared requests out, counted bodies in.

use crate::Failure;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// One keep-alive connection.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    filled: usize,
    consumed: usize,
}

/// An answer whose bytes still lie in the connection's buffer.
pub(crate) struct Answer<'c> {
    /// The status code.
    pub(crate) status: u16,
    head: &'c [u8],
    /// The whole body.
    pub(crate) body: &'c [u8],
}

impl Connection {
    /// Connects to a port on the loopback interface.
    pub(crate) fn open(port: u16) -> Result<Self, Failure> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        // A server that hangs must end the run, not hang it.
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self { stream, buffer: vec![0; 64 * 1024], filled: 0, consumed: 0 })
    }

    /// Sends one whole request.
    pub(crate) fn send(&mut self, request: &[u8]) -> Result<(), Failure> {
        Ok(self.stream.write_all(request)?)
    }

    /// Waits for the next answer. Only bodies with a `content-length` are understood.
    pub(crate) fn receive(&mut self) -> Result<Answer<'_>, Failure> {
        self.buffer.copy_within(self.consumed..self.filled, 0);
        self.filled = self.filled.saturating_sub(self.consumed);
        self.consumed = 0;
        let head = loop {
            let received = self.buffer.get(..self.filled).unwrap_or_default();
            match memchr::memmem::find(received, b"\r\n\r\n") {
                Some(at) => break at.saturating_add(4),
                None => self.read_more()?,
            }
        };
        let (status, length) = framing(self.buffer.get(..head).unwrap_or_default())?;
        let whole = head.saturating_add(length);
        if whole > self.buffer.len() {
            self.buffer.resize(whole, 0);
        }
        while self.filled < whole {
            self.read_more()?;
        }
        self.consumed = whole;
        let (head, rest) = self.buffer.split_at(head);
        Ok(Answer { status, head, body: rest.get(..length).unwrap_or_default() })
    }

    fn read_more(&mut self) -> Result<(), Failure> {
        let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
        match self.stream.read(room)? {
            0 if room.is_empty() => Err("an answer's head is larger than 64 KiB".into()),
            0 => Err("the server closed the connection".into()),
            count => {
                self.filled = self.filled.saturating_add(count);
                Ok(())
            }
        }
    }
}

impl Answer<'_> {
    /// The header fields in order, names in lower case.
    pub(crate) fn headers(&self) -> Vec<(String, String)> {
        let head = String::from_utf8_lossy(self.head);
        head.lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect()
    }
}

/// Status code and body length.
fn framing(head: &[u8]) -> Result<(u16, usize), Failure> {
    let number = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(str::trim).map(str::to_owned);
    let status = head.get(9..12).and_then(number).ok_or("no status line")?.parse()?;
    const NAME: &[u8] = b"content-length:";
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', head) {
        let line = head.get(start..end).unwrap_or_default();
        if let Some((name, value)) = line.split_at_checked(NAME.len())
            && name.eq_ignore_ascii_case(NAME)
        {
            return Ok((status, number(value).ok_or("content-length is no number")?.parse()?));
        }
        start = end.saturating_add(1);
    }
    Err("an answer without content-length".into())
}

#[cfg(test)]
mod tests;
