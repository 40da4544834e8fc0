//! v4's answer when the configuration is not sound.

use crate::{Action, Auth, AuthRequest, Reply, pages::ErrorKind, redirect, request::string};
use http::{Method, StatusCode};

pub(crate) fn answer(auth: &Auth, request: &AuthRequest) -> Reply {
    let page_action = matches!(
        request.route.action(),
        Some(Action::SignIn | Action::SignOut | Action::Error | Action::VerifyRequest)
    );
    if request.method != Method::GET || !page_action {
        let message = "There is a problem with the server configuration. Check the server logs for more information.";
        return Reply::json_literal(StatusCode::INTERNAL_SERVER_ERROR, &serde_json::json!({ "message": message }));
    }
    if let Some(page) = &auth.settings().pages.error {
        let loops = string(&request.query, "callbackUrl").is_some_and(|url| url.starts_with(page.as_str()));
        if !loops {
            return Reply::redirect(format!("{page}{}error=Configuration", redirect::query_separator(page)));
        }
        auth.log()
            .says("AUTH_ON_ERROR_PAGE_ERROR", &format!("The error page {page} should not require authentication"));
    }
    let page = auth.skin().error(ErrorKind::Configuration, "", "");
    Reply::html(StatusCode::INTERNAL_SERVER_ERROR, page)
}
