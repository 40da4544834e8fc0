//! The two ways in which a Next.js application takes next-auth in.

/// Where the catch-all route stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Host {
    /// `pages/api/auth/[...nextauth]`, called P.
    #[default]
    Pages,
    /// `app/api/auth/[...nextauth]/route`, called R.
    Route,
}

impl Host {
    /// In the order in which they are named.
    pub(crate) const ALL: [Self; 2] = [Self::Pages, Self::Route];

    /// `P` or `R`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Pages => "P",
            Self::Route => "R",
        }
    }

    /// The host of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|host| host.name() == name)
    }

    /// What stands before the mount: the two routers cannot share a path. Neither library looks at the path.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Pages => "",
            Self::Route => "/route",
        }
    }
}
