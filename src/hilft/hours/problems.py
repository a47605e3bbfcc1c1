"""What the hours' room refuses, each with the sentence a person reads."""

from hilft.problems import NotFound, Problem


class _CannotBe(Problem):
    status = 422


class UnknownZone(_CannotBe):
    """There is no time zone {zone}. Use a name like Europe/Berlin."""


class UnknownRegion(_CannotBe):
    """No public holidays are known for {region}. Use a country or a region of it, like DE-BY, AT or US-CA."""


class UnknownWeekday(_CannotBe):
    """{day} is no day of the week. Use mon, tue, wed, thu, fri, sat or sun."""


class BadTime(_CannotBe):
    """{time} is no time of day. Write hours and minutes, from 00:00 to 24:00."""


class BadInterval(_CannotBe):
    """{where}: an interval is an opening and a closing time, like 09:00 and 12:30."""


class OpensAtMidnight(_CannotBe):
    """{where}: nothing opens at 24:00. Write 00:00 on the next day."""


class EmptyInterval(_CannotBe):
    """{where}: an interval cannot begin and end at {time}. Write 00:00 to 24:00 for the whole day."""


class BadDate(_CannotBe):
    """{date} is no date. Write year, month and day, like 2026-12-31."""


class DateOutOfRange(_CannotBe):
    """{date} is too far away: dates go from {first} to {last}."""


class BadYearly(_CannotBe):
    """{date} is no day of the year. Write month and day, like 12-24."""


class TooManyDates(_CannotBe):
    """That is too much: at most {limit} special dates, and {intervals} intervals on a day."""


class NeverOpen(_CannotBe):
    """With these hours it would never be open. Give at least one interval."""


class BadInstant(_CannotBe):
    """{instant} is no instant. Write it with its offset, like 2026-11-23T09:00:00+01:00 or 2026-11-23T08:00:00Z."""


class NaiveInstant(_CannotBe):
    """{instant} does not say in which time zone. Add Z or an offset like +01:00."""


class InstantOutOfRange(_CannotBe):
    """Only instants from {first} to {last} can be asked for."""


class WrongOrder(_CannotBe):
    """The first instant is later than the second one."""


class BadMinutes(_CannotBe):
    """{minutes} is no number of minutes. Write 0 or more, with a point before parts of a minute, like 90 or 7.5."""


class NeverEnds(_CannotBe):
    """So much open time never comes: with these hours it ends before."""


class NoSuchVersion(NotFound):
    """These hours are no longer there."""


class BadLine(_CannotBe):
    """Line {number} cannot be read: {line}"""  # noqa: D400 - it ends with what was typed


class BadAddress(_CannotBe):
    """{url} is no address of a calendar. It begins with https:// or http://."""


class TooManyFeeds(_CannotBe):
    """At most {limit} calendars can be subscribed to."""


class BadCalendar(_CannotBe):
    """This is no readable iCalendar file. Nothing was changed."""


class CalendarTooLarge(_CannotBe):
    """This calendar says too much: at most half a megabyte, 5000 events and 2000 days. Nothing was changed."""


class OddRepetition(_CannotBe):
    """An event of this calendar repeats in a way that is not understood. Nothing was changed."""


class FeedNotThere(_CannotBe):
    """The calendar cannot be fetched from its address at the moment."""


class HoursFirst(_CannotBe):
    """Write the weekly hours down first, then add calendars."""


class NoSuchFeed(NotFound):
    """This calendar is no longer there."""
