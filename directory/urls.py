"""Every address of the directory, on one page."""

from urllib.parse import unquote

from django.urls import path, re_path, register_converter

from accounts import views as accounts
from directory import beginning, duty, errors, health, pages, through
from directory.admins import views as admins
from directory.corrections import views as corrections
from directory.duplicates import views as duplicates
from directory.finder import search
from directory.finder import views as finder
from directory.freshness import views as freshness
from directory.history import views as history
from directory.letters import views as letters
from directory.me import views as me
from directory.profiles import views as profiles
from directory.roster import changing, days
from directory.roster import views as roster
from directory.uploads import views as uploads
from directory.watching import views as watching


class AreaCode:
    """A code of an area as an address writes it: a postcode sector's space is a dash ("LS7-4"), official codes are in capitals."""

    regex = r"[A-Za-z0-9]+(?:[ -][0-9])?|local:[0-9A-Za-z_-]+"

    def to_python(self, value):
        return value if value.startswith("local:") else unquote(value).replace("-", " ").upper()

    def to_url(self, code):
        return code if code.startswith("local:") else code.replace(" ", "-")


class Key:
    """The random public key of a person, post or setting."""

    regex = "[0-9a-hjkmnp-tv-z]{10}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(AreaCode, "area")
register_converter(Key, "key")

urlpatterns = [
    # Signing in; the names that begin with account_ are those the sign-in library looks for.
    path("sign-in/", accounts.sign_in, name="sign-in"),
    path("sign-in/", accounts.sign_in, name="account_login"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("sign-out/", accounts.sign_out, name="account_logout"),
    path("password/reset/", accounts.password_reset, name="account_reset_password"),
    path("password/reset/sent/", accounts.password_reset_sent, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        accounts.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", accounts.password_reset_done, name="account_reset_password_from_key_done"),
    path("password/change/", accounts.password_change, name="account_change_password"),
    path("password/changed/", accounts.password_changed, name="account_password_changed"),
    path("begin/<str:token>/", beginning.first_administrator, name="begin"),
    # Who answers here.
    path("", finder.home, name="home"),
    path("find/", finder.find, name="find"),
    path("find/ask/<str:sealed>/", finder.ask, name="ask"),
    path("find/<slug:slug>/", finder.answer, name="answer"),
    path("search/", search.search, name="search"),
    path("search/<str:sealed>/", search.results, name="results"),
    path("suggest/", search.suggest, name="suggest"),
    path("suggest/schools/", finder.suggest_schools, name="suggest-schools"),
    path("suggest/practices/", finder.suggest_practices, name="suggest-practices"),
    path("suggest/places/", finder.suggest_places, name="suggest-places"),
    path("suggest/agencies/", finder.suggest_agencies, name="suggest-agencies"),
    path("patch/", finder.set_patch, name="patch"),
    # Who and where.
    path("people/<key:key>/", profiles.practitioner, name="practitioner"),
    path("posts/<key:key>/", profiles.post, name="post"),
    path("agencies/<slug:slug>/", profiles.agency, name="agency"),
    path("areas/<area:code>/", profiles.area, name="area"),
    path("settings/<key:key>/", profiles.setting, name="setting"),
    # Who keeps an agency's roster; what one hears of by mail.
    path("agencies/<slug:slug>/admins/", admins.admins, name="admins"),
    path("agencies/<slug:slug>/admins/<key:key>/end/", admins.end_admin, name="end-admin"),
    path("agencies/<slug:slug>/admins/invited/<key:key>/withdraw/", admins.withdraw, name="withdraw-invitation"),
    path("invitations/<str:token>/", admins.invitation, name="invitation"),
    path("watching/", watching.watching, name="watching"),
    path("watching/watch/", watching.watch, name="watch"),
    path("watching/<key:key>/stop/", watching.stop, name="stop-watching"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<int:pk>/again/", letters.again, name="letter-again"),
    # Being away, and covering for somebody who is.
    path("me/", me.my_card, name="my-card"),
    path("me/confirm/", me.confirm_card, name="confirm-card"),
    path("me/away/", me.my_away, name="my-away"),
    path("me/away/now/", me.go_now, name="go-now"),
    path("people/<key:key>/away/", me.away, name="away"),
    path("absences/undo/", me.undo, name="undo-absence"),
    path("absences/<key:key>/", me.absence, name="absence"),
    path("absences/<key:key>/end/", me.end_absence, name="end-absence"),
    path("covers/<key:key>/", me.cover, name="cover"),
    # Whether it is true.
    path("through/", through.through, name="through"),
    path("wrong/posts/<key:key>/", corrections.wrong_post, name="wrong-post"),
    path("wrong/people/<key:key>/", corrections.wrong_person, name="wrong-person"),
    path("wrong/settings/<key:key>/", corrections.wrong_setting, name="wrong-setting"),
    path("wrong/agencies/<slug:slug>/", corrections.wrong_agency, name="wrong-agency"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<key:key>/", corrections.decide, name="correction"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<key:one>/<key:other>/", duplicates.pair, name="duplicate"),
    path("agencies/<slug:slug>/health/", freshness.agency_health, name="agency-health"),
    # What was changed.
    path("agencies/<slug:slug>/history/", history.agency_history, name="agency-history"),
    path("posts/<key:key>/history/", history.post_history, name="post-history"),
    path("people/<key:key>/card.vcf", profiles.vcard, name="vcard"),
    path("people/<key:key>/history/", history.person_history, name="person-history"),
    path("history/<str:sealed>/put-back/", history.put_back_change, name="put-back"),
    # Keeping a roster.
    path("roster/", roster.rosters, name="rosters"),
    path("roster/confirm/", roster.bulk_confirm, name="bulk-confirm"),
    path("roster/undo/", changing.undo, name="undo-roster"),
    path("roster/upload/", uploads.upload_rosters, name="upload-rosters"),
    path("roster/all.xlsx", uploads.templates, name="rosters-template"),
    path("uploads/<key:key>/", uploads.upload, name="upload"),
    path("uploads/<key:key>/rows-to-mend.csv", uploads.failed_rows, name="upload-failed-rows"),
    path("uploads/<key:key>/undo/", uploads.undo_upload, name="undo-upload"),
    path("agencies/<slug:slug>/roster/upload/", uploads.upload_roster, name="upload-roster"),
    path("agencies/<slug:slug>/roster/roster.xlsx", uploads.template, name="roster-template"),
    path("agencies/<slug:slug>/roster/", roster.roster, name="roster"),
    path("agencies/<slug:slug>/roster/add/", roster.add_person, name="add-person"),
    path("agencies/<slug:slug>/roster/change/", changing.edit_agency, name="edit-agency"),
    path("agencies/<slug:slug>/roster/days/", days.days_closed, name="days-closed"),
    path("agencies/<slug:slug>/roster/close/", roster.close_agency, name="close-agency"),
    path("posts/<key:key>/roster/", roster.post_roster, name="post-roster"),
    path("posts/<key:key>/change/", changing.edit_post, name="edit-post"),
    path("people/<key:key>/change/", changing.edit_person, name="edit-person"),
    path("teams/<key:key>/change/", changing.edit_team, name="edit-team"),
    path("appointments/<key:key>/change/", changing.edit_appointment, name="edit-appointment"),
    path("appointments/<key:key>/end/", roster.end_appointment, name="end-appointment"),
    # For everybody.
    path("duty/", duty.duty, name="duty"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("wrong/", pages.wrong, name="something-wrong"),
    # For machines.
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", pages.robots, name="robots"),
    path(".well-known/security.txt", pages.security_txt, name="security"),
]

handler400 = errors.unreadable
handler403 = errors.forbidden
handler404 = errors.missing
handler500 = errors.broken
