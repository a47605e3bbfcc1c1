"""The named people who answer: who they are, how they sign in, who is here.

Passwords are kept as argon2id, sessions and tokens as SHA-256 only; both tokens carry their brand, so every look-up
names it. What a rejected sign-in counts must be committed, so ``sign_in`` returns ``Rejected`` and raises nothing.
"""

from hilft.staff.actions.agents import (
    add_agent,
    change_password,
    disable_agent,
    find_agent,
    set_photo,
    update_settings,
)
from hilft.staff.actions.guessing import guess_wait, guessed_wrong
from hilft.staff.actions.presence import set_presence
from hilft.staff.actions.sessions import session, sessions, sign_out
from hilft.staff.actions.sign_in import sign_in
from hilft.staff.actions.sweep import sweep
from hilft.staff.actions.teams import add_team, change_team, drop_team, team_names, teams
from hilft.staff.actions.tokens import by_token, create_token, revoke_token
from hilft.staff.model import Agent, Presence, Rejected, Role, Session, SignedIn, Team, Token
from hilft.staff.photo import cleaned_photo
from hilft.staff.problems import (
    BadInitials,
    BadLogin,
    BadName,
    BadTeamName,
    InitialsTaken,
    LastAdministrator,
    LeadsOnly,
    LoginTaken,
    NoSuchColleague,
    NoSuchTeam,
    NotAPhoto,
    PasswordTooLong,
    PasswordTooShort,
    PhotoTooLarge,
    TeamExists,
    TokenTaken,
    TooManyAttempts,
    UnknownSetting,
    WrongLogin,
)
from hilft.staff.store import agent_by_id, colleagues, photo_belongs, tokens_of, who_is_here

__all__ = [
    "Agent",
    "BadInitials",
    "BadLogin",
    "BadName",
    "BadTeamName",
    "InitialsTaken",
    "LastAdministrator",
    "LeadsOnly",
    "LoginTaken",
    "NoSuchColleague",
    "NoSuchTeam",
    "NotAPhoto",
    "PasswordTooLong",
    "PasswordTooShort",
    "PhotoTooLarge",
    "Presence",
    "Rejected",
    "Role",
    "Session",
    "SignedIn",
    "Team",
    "TeamExists",
    "Token",
    "TokenTaken",
    "TooManyAttempts",
    "UnknownSetting",
    "WrongLogin",
    "add_agent",
    "add_team",
    "agent_by_id",
    "by_token",
    "change_password",
    "change_team",
    "cleaned_photo",
    "colleagues",
    "create_token",
    "disable_agent",
    "drop_team",
    "find_agent",
    "guess_wait",
    "guessed_wrong",
    "photo_belongs",
    "revoke_token",
    "session",
    "sessions",
    "set_photo",
    "set_presence",
    "sign_in",
    "sign_out",
    "sweep",
    "team_names",
    "teams",
    "tokens_of",
    "update_settings",
    "who_is_here",
]
