"""The form that says from when until when somebody is away, and who covers."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.availability import LONDON, ClockChange, day_of, in_order, is_over, moment
from directory import sentences
from directory.finder.moments import AT, HOUR, change_sentence, local_time, not_a_time

TODAY, WEEK, DATES = "today", "week", "dates"
PRESETS = [(TODAY, gettext_lazy("The rest of today")), (WEEK, gettext_lazy("The rest of this week")),
           (DATES, gettext_lazy("From and until"))]  # fmt: skip


class AwayForm(forms.Form):
    """When, and for each post who covers. After `is_valid`, `starts_at` and `ends_at` are instants.

    A time that a change of the clocks skips is stored as an hour later once `…_anyway` says so; one that comes twice asks for
    `…_fold`. `odd` names the fields that hold such a time, with what to offer and what was answered so far.
    """

    when = forms.ChoiceField(label=gettext_lazy("When"), choices=PRESETS, required=False)
    starts = forms.CharField(label=gettext_lazy("From"), required=False, max_length=40, help_text=gettext_lazy("Empty is now."))
    ends = forms.CharField(label=gettext_lazy("Until"), required=False, max_length=40)

    def __init__(self, *args, now, posts=(), asked=None, **more):
        """`posts` are (Post, CouldCover) pairs; `asked` maps post ids to who is asked there already."""
        super().__init__(*args, **more)
        self.now, self.odd, self.posts = now, {}, list(posts)
        self.starts_at = self.ends_at = None
        self.people = {}
        for post, could in self.posts:
            already = (asked or {}).get(post.pk)
            first = already or (could.in_turn[0] if could.in_turn and asked is None else None)
            deputies = list(dict.fromkeys([*([already] if already else []), *could.in_turn]))
            colleagues = [one for one in could.colleagues if one not in deputies]
            self.people[post] = {one.key: one for one in (*deputies, *colleagues)}
            groups = [(_("Deputies"), deputies), (_("Colleagues"), colleagues)]
            shown = [(label, [(one.key, one.name) for one in people]) for label, people in groups if people]
            self.fields[f"cover_{post.key}"] = forms.ChoiceField(
                label=_("Who covers %(post)s?") % {"post": post.title},
                choices=[*shown, ("", _("Nobody"))],
                initial=first.key if first else "",
                required=False,
            )
            self.fields[f"phone_{post.key}"] = forms.BooleanField(label=_("They agreed by phone"), required=False)
        for name in () if self.is_bound else ("starts", "ends"):
            if local := local_time(self.initial.get(name, ""), now):
                self._note_change(name, local, self.initial)

    def clean(self):
        given = super().clean()
        # Dates that were typed count, whichever choice was left standing above them.
        when = DATES if given.get("starts") or given.get("ends") or self.errors else given.get("when")
        if not when:
            self.add_error("when", _("Say from when until when."))
            return given
        if when in (TODAY, WEEK):
            midnight = day_of(self.now)[1]
            days = 6 - self.now.astimezone(LONDON).weekday() if when == WEEK else 0
            self.starts_at, self.ends_at = self.now, day_of(midnight + days * timedelta(days=1))[0]
            return given
        if not given.get("ends"):
            self.add_error("ends", _("Say until when."))
            return given
        self.starts_at = self._instant("starts") if given.get("starts") else self.now
        self.ends_at = self._instant("ends")
        if self.starts_at is None or self.ends_at is None:
            return given
        if not in_order(self.starts_at, self.ends_at):
            both = {"ends": _said(self.ends_at), "starts": _said(self.starts_at)}
            same = self.starts_at == self.ends_at
            said = _("It ends as it starts: %(ends)s.") if same else _("It ends (%(ends)s) before it starts (%(starts)s).")
            self.add_error("ends", said % both)
        elif is_over(self.ends_at, self.now):
            self.add_error("ends", _("That is over already."))
        return given

    def _instant(self, name):
        local = local_time(self.cleaned_data[name], self.now)
        if local is None:
            self.add_error(name, not_a_time())
            return None
        odd = self._note_change(name, local, self.data)
        found = moment(local, fold=odd.get("fold"))
        if found is ClockChange.SKIPPED and odd.get("anyway"):
            found = moment(local + HOUR)
        if isinstance(found, ClockChange):
            self.add_error(name, change_sentence(found, local))
            return None
        return found

    def _note_change(self, name, local, given):
        """What a change of the clocks does to the time in a field, and what `given` says about it; nothing on other nights."""
        change = moment(local)
        if not isinstance(change, ClockChange):
            return {}
        fold = given.get(f"{name}_fold")
        self.odd[name] = {
            "twice": change is ClockChange.REPEATED,
            "later": sentences.clock((local + HOUR).replace(tzinfo=LONDON)),
            "fold": int(fold) if fold in ("0", "1") else None,
            "anyway": bool(given.get(f"{name}_anyway")),
        }
        return self.odd[name]

    @property
    def covers(self):
        """Each post → who is to be asked there; posts for which nobody is, are left out."""
        chosen = {post: self.people[post].get(self.cleaned_data.get(f"cover_{post.key}")) for post, _ in self.posts}
        return {post: person for post, person in chosen.items() if person}

    @property
    def by_phone(self):
        """The posts for which whoever was chosen has agreed by phone."""
        return {post for post, _ in self.posts if self.cleaned_data.get(f"phone_{post.key}")}

    @property
    def cover_fields(self):
        """For each post its choice, and the box that says they agreed by phone."""
        return [(self[f"cover_{post.key}"], self[f"phone_{post.key}"]) for post, _ in self.posts]


def typed(name, instant):
    """An instant as the form's own boxes write it, in the field `name`: of a time that comes twice, with which of the two."""
    local = instant.astimezone(LONDON)
    return {name: local.strftime(AT), f"{name}_fold": str(local.fold)}


def _said(instant):
    """Friday 27 November, 10pm; with its season when the clock shows that time twice."""
    local = instant.astimezone(LONDON)
    said = f"{sentences.weekday(local)}, {sentences.clock(local)}"
    if moment(local.replace(tzinfo=None, fold=0)) is not ClockChange.REPEATED:
        return said
    return _("%(time)s in winter time") % {"time": said} if local.fold else _("%(time)s in summer time") % {"time": said}
