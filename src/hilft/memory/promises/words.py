"""Words of time, German and English, as patterns with what they mean."""

import re

NUMBERS = {
    "ein": 1, "eine": 1, "einer": 1, "einem": 1, "einen": 1, "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "fuenf": 5,
    "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "zwoelf": 12, "fünfzehn": 15,
    "vierzehn": 14, "fourteen": 14, "zwanzig": 20, "fünfundzwanzig": 25, "dreißig": 30, "twenty-five": 25, "vierundzwanzig": 24, "achtundvierzig": 48,
    "a": 1, "an": 1, "one": 1, "the": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "twenty-four": 24, "forty-eight": 48,
    "couple of": 2, "a couple of": 2, "few": 3, "a few": 3, "wenigen": 3, "ein paar": 3, "paar": 3,
}  # fmt: skip
N = r"(?:\d{1,3}(?:[.,]5)?|" + "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True)) + ")"


WEEKDAYS = {
    "montag": 1, "dienstag": 2, "mittwoch": 3, "donnerstag": 4, "freitag": 5, "samstag": 6, "sonnabend": 6, "sonntag": 7,
    "mo": 1, "di": 2, "mi": 3, "do": 4, "fr": 5, "sa": 6, "so": 7,
    "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7,
    "mon": 1, "tue": 2, "tues": 2, "wed": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6, "sun": 7,
}  # fmt: skip
_SHORT = 4
_LONG = [name for name in WEEKDAYS if len(name) > _SHORT]
WEEKDAY = "(?:" + "|".join(_LONG) + r"|tues|thurs?|mon|tue|wed|thu|fri|sat|sun|(?:mo|di|mi|do|fr|sa)\.?)"

MONTHS = {
    "januar": 1, "jänner": 1, "februar": 2, "märz": 3, "maerz": 3, "april": 4, "mai": 5, "juni": 6, "juli": 7, "august": 8,
    "september": 9, "oktober": 10, "november": 11, "dezember": 12, "january": 1, "february": 2, "march": 3, "may": 5, "june": 6,
    "july": 7, "october": 10, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "sept": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12,
}  # fmt: skip
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"

_HOURS = (
    r"(?:2[0-4]|[01]?\d|zwei|drei|vier|fünf|fuenf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwoelf|eins?|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|one)"
)
_NO_HOUR = (
    r"(?:ish)?(?!\w| ?(?:uhr|o['’]?clock|[ap]\.?m\b|%|euro|€|mbit|minut|stund|tag|day|hour|week|woch|gb|people|kunden|mal|times|werk|business|"
    rf"working|other|of|more|weiter|ander)|[.,:/-]\d|\.? ?{MONTH}(?!\w))"
)
_TO_PAST = r"fünf|fuenf|zehn|zwanzig|five|ten|twenty|twenty-five|5|10|20|25"

PARTS = (
    ("early", r"früh|frühmorgens|first thing(?: in the morning)?|early(?: in the)? morning|erste[rsn]? Ding"),
    ("morning", r"vormittags?|vorm\.|am morgen|morgens|mornings?"),
    ("noon", r"noon(?:ish)?|lunch(?:time)?|mittagessen|mittagspause"),
    ("midday", r"mittags?|midday"),
    ("afternoon", r"(?:früh|spät)?nachmittags?|nachm\.|afternoon|arvo|avo|aft"),
    ("evening", r"abends?|evening|tonight|tonite|2nite"),
    ("midnight", r"mitternacht|midnight"),
    ("night", r"nachts?|night"),
)
"Which part of a day a word names; the first that fits."

ATOMS: tuple[tuple[str, str], ...] = (
    # durations
    ("half_hour", (r"(?:in|innerhalb|within|binnen|give me|gimme|gib mir|geben sie mir|gebt mir|allow me|for)(?: von| der| den| the| about| around| next| nächsten| etwa| ca\.?| rund| spätestens| noch)*"
                  r" (?:einer halben stunde|eine halbe stunde|half an hour|half hour|halbe[nr]? stunde)")),
    ("quarter_hour", r"(?:in|innerhalb|within|binnen)(?: von| der| den| the| about| around| next| nächsten| etwa| ca\.?| rund| einer| a)* (?:viertelstunde|quarter of an hour|quarter hour)"),
    ("three_quarters", r"(?:in|innerhalb|within|binnen)(?: von| der| den| the| about| around| next| nächsten| etwa| ca\.?| rund| einer)* (?:dreiviertelstunde|three quarters of an hour)"),
    ("ninety", r"in (?:anderthalb|eineinhalb) stunden|in an hour and a half"),
    ("span", (r"(?:in|innerhalb|within|binnen|inside|give me|gimme|gib mir|geben sie mir|gebt mir|allow me)(?: von| der| den| the| about| around| next| nächsten| kommenden| etwa| circa| ca\.?"
             r"| rund| spätestens| maximal| höchstens| ungefähr| roughly| less than| under)*"
             rf" ?(?:{N}(?: ?(?:-|–|bis|to|or|oder) ?))?(?P<n>{N})?[ -]?(?P<work>business |working |werk|arbeits)?"
             r"(?P<unit>minuten?|min\.?|mins?|minutes?|stunden?|std\.?|hours?|hrs?|h|tage[ns]?|tag|days?|wochen?|weeks?|fortnight|monate?n?|months?)(?![\w])")),
    ("span_first", rf"(?P<n>{N})[ -]?(?P<unit>stunden|hours?|hrs?|minuten|minutes?|mins?|tagen?|days?) (?:max(?:imal|imum)?|from now|at (?:the )?most)"),
    ("span_first", rf"(?:nächsten?|next|kommenden) (?P<n>{N})[ -]?(?P<unit>stunden|hours?|hrs?|minuten|minutes?|mins?|tagen?|days?)"),
    ("hour", r"within the hour|innerhalb der (?:nächsten )?stunde|in der nächsten stunde|in the next hour"),
    # ends of days, weeks, months
    ("closing", (r"feierabend|dienstschluss|geschäftsschluss|ladenschluss|büroschluss|betriebsschluss|dienstende|arbeitsende|(?:the )?end of (?:the |my |our )?(?:business |working )?(?:day|shift)(?: today)?|"
                r"eod|cob|cop|close of (?:business|play)|end of play|(?:zum |am )?(?:tagesende|ende des (?:heutigen )?tages)")),
    ("all_day", r"(?:noch )?im laufe des (?:heutigen )?tages|over the course of the day|during the day|later today|tagsüber"),
    ("week_end_next", r"ende (?:der )?(?:nächsten|nächster|kommenden|kommender) woche|(?:the )?end of (?:the )?next week"),
    ("week_end", (r"(?:zum )?ende (?:der|dieser) woche|wochenende der woche|(?:the )?end of (?:the|this) week|eow|(?:im laufe (?:der|dieser) woche)|"
                 r"(?:noch |in |during )?(?:diese[r]? woche|this week)|ende der woche")),
    ("week_start_next", r"anfang (?:der )?(?:nächsten|nächster|kommenden|kommender) woche|(?:the )?(?:start|beginning) of next week|early next week"),
    ("week_mid_next", r"mitte (?:der )?(?:nächsten|nächster|kommenden|kommender) woche|(?:the )?middle of next week|mid next week"),
    ("week_next", r"(?:in der |im laufe der |in |during )?(?:nächste[nr]?|kommende[nr]?) woche|(?:sometime )?next week"),
    ("weekend_before", r"(?:bis zum|vor dem|before the|by the) (?:wochenende|weekend)"),
    ("weekend", r"(?:am|über das|übers|over the|at the|this) (?:wochenende|weekend)"),
    ("month_end", r"(?:zum )?(?:monatsende|ende des monats|ende dieses monats)|(?:the )?end of (?:the|this) month|month end"),
    # days
    ("day_after", r"übermorgen|uebermorgen|(?:the )?day after tomorrow"),
    ("tomorrow", r"(?:im laufe des )?morgigen tag(?:es|s)?|(?<!guten )(?<!guter )(?<!am )(?<!jeden )(?<!diesen )(?<!heute )(?<!schönen )morgen|tomm?orr?ow|tmrw|tmro?w?|tmw|tomoz|tomo|2morr?ow?|2mrw"),
    ("today", r"heute?|heut|today|2day|tonight|tonite|2nite|this (?=morning|afternoon|evening|lunch)|diesen (?=nachmittag|abend|vormittag|mittag)"),
    ("weekday", (rf"(?:(?P<next>nächsten?|nächster|kommenden?|kommender|diesen?|next|this|coming|this coming)\s)?(?P<weekday>{WEEKDAY})"
                r"(?P<part>früh|vormittag|mittag|nachmittag|abend|morgen|nacht)?s?")),
    ("date", rf"(?P<day>\d{{1,2}})\.? ?(?:(?P<month>{MONTH})|(?P<mm>\d{{1,2}})\.)(?: ?(?P<year>20\d{{2}}))?(?!\d)"),
    ("date", rf"(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>20\d{{2}}))?(?![\d:])"),
    ("date", rf"(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)(?: of)?(?: (?P<month>{MONTH}))?(?: (?P<year>20\d{{2}}))?"),
    ("date", r"(?:(?<=on )|(?<=by )|(?<=am )|(?<=bis )|(?<=until )|(?<=day )|(?<=, ))(?!24/7)(?P<day>[0-3]?\d)/(?P<mm>0?[1-9]|1[0-2])(?:/(?P<year>20\d{2}))?(?![/\d])"),
    ("date", r"(?P<year>20\d{2})-(?P<mm>\d{2})-(?P<day>\d{2})"),
    # ranges and times of day
    ("range", (r"(?:zwischen|von|between|from)?\s?\d{1,2}(?:[:.]\d{2})? ?(?:uhr|h|am|pm)? ?(?:und|bis|-|–|and|&|n|to|till?|until) ?"
              r"(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))? ?(?P<half>uhr|h\b|a\.?m\b\.?|p\.?m\b\.?)?")),
    ("clock", r"(?P<h>\d{1,2})[:.](?P<m>\d{2}) ?(?P<half>uhr|h\b|a\.?m\b\.?|p\.?m\b\.?)?"),
    ("clock", r"(?P<h>\d{1,2}) ?(?P<half>uhr|h\b|a\.?m\b\.?|p\.?m\b\.?|o['’]?clock)(?: ?(?P<m>\d{2})(?![\d.:]))?"),
    ("clock", r"(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d) ?(?P<half>h|hrs|hours|uhr)(?!\w)"),
    ("minutes", rf"(?:um |gegen |bis |at |by |around |kurz )?(?P<n>{_TO_PAST})(?: minuten| minutes| mins)? (?P<which>vor|nach|past|after) (?P<halb>halb )?(?P<h>{_HOURS}){_NO_HOUR}"),
    ("minutes", rf"(?:at |by |around )?(?P<n>five|ten|twenty|twenty-five|(?<=at )\d{{1,2}}|(?<=by )\d{{1,2}}) (?P<which>to) (?P<h>{_HOURS}){_NO_HOUR}"),
    ("half", rf"(?:um |gegen |bis |ab )?halb (?P<h>{_HOURS})"),
    ("quarter", rf"(?:um |gegen |bis |ab |at |by )?(?P<which>viertel vor|viertel nach|quarter (?:to|past|after|of)|half past|half|drei ?viertel) (?P<h>{_HOURS})"),
    ("clock", rf"(?P<h>{_HOURS}|ein|eins) (?P<half>uhr|o['’]?clock)"),
    ("clock_bare", rf"(?:um|at|by|bis|gegen|around|until|before|b4|vor|ab|from|spätestens|kurz (?:vor|nach)|punkt|shortly (?:before|after)|just (?:before|after)) (?P<h>{_HOURS}){_NO_HOUR}"),
    # parts of a day
    ("part", r"(?:(?:bis (?:zum |heute )?|vor (?:dem )?|gegen |by |before |at |zum )(?P<upto>mittag|noon|midday|lunch(?:time)?|mittagessen|mittagspause))"),
    ("part", (r"(?:am |in der |in the |zum |at )?(?P<part>früh|vormittags?|(?:früh|spät)?nachmittags?|mittags?|abends?|nachts?|mitternacht|"
             r"(?<=am )morgen|(?<=heute )morgen|(?<=diesen )morgen|first thing(?: in the morning)?|early morning|morning|midday|noon(?:ish)?|afternoon|arvo|avo|(?<=this )aft|vorm\.|nachm\.|evening|midnight|(?<!good )night|lunchtime)")),
)  # fmt: skip
"Kinds of words of time, with patterns; at one place the longest counts, the first of equally long ones."
