//! `POST _log`: what browsers report, into the application's own logger.

use crate::{Object, Reply, context::Context, logger::LogDetails, request::string};
use http::StatusCode;
use serde_json::{Map, Value};

/// Characters of a code, and of one field's text, that are taken.
const MAX_CODE: usize = 128;
const MAX_FIELD: usize = 1024;
const MAX_FIELDS: usize = 16;

/// Off in the strict profile, where anybody could fill the log; in the compat profile for a logger of the application, as in v4.
pub(super) fn receive(cx: &Context<'_>) -> Reply {
    if cx.strict() {
        return Reply::new(StatusCode::NO_CONTENT, crate::Body::Empty).bare();
    }
    let options = cx.auth.options();
    if options.custom_logger {
        let body = &cx.request.body;
        let code = string(body, "code")
            .map(|code| code.chars().filter(char::is_ascii_graphic).take(MAX_CODE).collect::<String>());
        let code = code.as_deref().unwrap_or("undefined");
        let metadata = metadata(body);
        let details = LogDetails { metadata: Some(&metadata), ..LogDetails::default() };
        match body.str("level").as_deref() {
            Some("error") => options.logger.error(code, details),
            Some("warn") => options.logger.warn(code, details),
            Some("debug") => options.logger.debug(code, details),
            _ => options.logger.error(
                "LOGGER_ERROR",
                LogDetails::says("a client reported something at a level that is none of error, warn and debug"),
            ),
        }
    }
    Reply::new(StatusCode::OK, crate::Body::Empty).bare()
}

/// The other fields, in their order, none of them long.
fn metadata(body: &Object) -> Object {
    let fields = body.to_json().into_iter().filter(|(key, _)| key != "level" && key != "code").take(MAX_FIELDS);
    let fields = fields.map(|(key, value)| {
        let value = match value {
            Value::String(text) => Value::String(text.chars().take(MAX_FIELD).collect()),
            Value::Array(_) | Value::Object(_) => Value::String(value.to_string().chars().take(MAX_FIELD).collect()),
            plain => plain,
        };
        (key.chars().take(MAX_CODE).collect(), value)
    });
    fields.collect::<Map<_, _>>().into()
}
