"""Who may open which address. Every address of the portal has a row; a new one without a row fails the tests.

ANYONE: also somebody who is not signed in. SIGNED_IN: every role of every party; what is on the page follows the
markings. The sample is an address that exists for john of the buying office.
"""

from dataclasses import dataclass

from portal.api import VIEWSETS


@dataclass(frozen=True)
class Row:
    who: str
    sample: str = ""  # '' = opened by a form only, or a step of allauth's that needs a state before it


ANYONE, SIGNED_IN = "anyone", "signed in"
SAMPLES = {
    "makers": "aerodrone",
    "sources": "24ur-united24-naval-drone",
    "capabilities": "range",
    "claims": "1",
    "applications": "1",
    "drone-models": "magura-v5",
    "requirements": "drone-dominance",
    "deals": "EX-DEAL",
    "milestones": "EX-GV-04",
    "orders": "EX-ORD-01",
    "payments": "EX-PAY-01-1",
    "engagements": "denmark-loi-2025",
}
API = {
    **{f"{name}-list": Row(SIGNED_IN, f"/api/v1/{name}/") for name in VIEWSETS},
    **{
        f"{name}-detail": Row(SIGNED_IN, f"/api/v1/{name}/{SAMPLES[name]}/" if name in SAMPLES else "")
        for name in VIEWSETS
    },
    **{f"{name}-export": Row(SIGNED_IN, f"/api/v1/{name}/export/") for name in VIEWSETS},
    "deals-schedule": Row(SIGNED_IN, "/api/v1/deals/EX-DEAL/schedule/"),
    "requirements-models": Row(SIGNED_IN, "/api/v1/requirements/drone-dominance/models/"),
    "drone-models-comparison": Row(SIGNED_IN, "/api/v1/drone-models/briefing/?m=magura-v5&m=fp-1"),
    "drone-models-compared": Row(SIGNED_IN, "/api/v1/drone-models/comparison/?m=magura-v5&m=fp-1&requirement=artemis"),
    "drone-models-briefing": Row(SIGNED_IN, "/api/v1/drone-models/magura-v5/briefing/"),
    "glossary-list": Row(SIGNED_IN, "/api/v1/glossary/"),
    "dictionary-list": Row(SIGNED_IN, "/api/v1/dictionary/"),
    **{f"claims-{name}": Row(SIGNED_IN) for name in ("withdraw", "prefer", "check")},
    **{f"proposals-{name}": Row(SIGNED_IN) for name in ("accept", "refuse", "withdraw")},
    "milestones-check": Row(SIGNED_IN),
    "applications-withdraw": Row(SIGNED_IN),
    "coverage": Row(SIGNED_IN, "/api/v1/coverage/"),
    "openapi": Row(SIGNED_IN, "/api/v1/openapi.json"),
}
PAGES = {
    "home": Row(SIGNED_IN, "/"),
    "model-list": Row(SIGNED_IN, "/catalog/"),
    "model-suggest": Row(SIGNED_IN, "/catalog/suggest/?q=magura"),
    "model-detail": Row(SIGNED_IN, "/catalog/magura-v5/"),
    "comparison": Row(SIGNED_IN, "/catalog/compare/?m=magura-v5&m=sea-baby-2024&requirement=navy-small-usv"),
    "tray": Row(SIGNED_IN),
    "requirement-list": Row(SIGNED_IN, "/requirements/"),
    "requirement-detail": Row(SIGNED_IN, "/requirements/drone-dominance/"),
    "requirement-matrix": Row(SIGNED_IN, "/requirements/branches/US-JOINT/"),
    "comparison-export": Row(SIGNED_IN, "/catalog/compare/export.csv?m=magura-v5&m=fp-1&requirement=artemis"),
    "comparison-briefing": Row(SIGNED_IN, "/catalog/compare/briefing.pdf?m=magura-v5&m=fp-1"),
    "model-briefing": Row(SIGNED_IN, "/catalog/magura-v5/briefing.pdf"),
    "maker-list": Row(SIGNED_IN, "/makers/"),
    "maker-detail": Row(SIGNED_IN, "/makers/aerodrone/"),
    "source-list": Row(SIGNED_IN, "/sources/"),
    "source-detail": Row(SIGNED_IN, "/sources/24ur-united24-naval-drone/"),
    "glossary": Row(SIGNED_IN, "/glossary/"),
    "dictionary": Row(SIGNED_IN, "/dictionary/"),
    "saved-filters": Row(SIGNED_IN, "/catalog/filters/"),
    "saved-filter": Row(SIGNED_IN),
    "claim-new": Row(SIGNED_IN, "/catalog/magura-v5/claims/new/"),
    "claim-detail": Row(SIGNED_IN, "/catalog/claims/1/"),
    "application-new": Row(SIGNED_IN, "/catalog/magura-v5/applications/new/"),
    "application-detail": Row(SIGNED_IN, "/catalog/applications/1/"),
    "claims-stale": Row(SIGNED_IN, "/catalog/stale/?status_date=2027-12-01"),
    "claims-coverage": Row(SIGNED_IN, "/catalog/coverage/"),
    "model-experience": Row(SIGNED_IN, "/catalog/magura-v5/trials/"),
    "trial-new": Row(SIGNED_IN, "/catalog/magura-v5/trials/new/"),
    "evaluation-new": Row(SIGNED_IN, "/catalog/magura-v5/evaluations/new/"),
    "deal-list": Row(SIGNED_IN, "/deals/"),
    "deal-detail": Row(SIGNED_IN, "/deals/EX-DEAL/"),
    "deal-timeline": Row(SIGNED_IN, "/deals/EX-DEAL/timeline/"),
    "milestones-stale": Row(SIGNED_IN, "/deals/EX-DEAL/stale/?status_date=2026-11-22"),
    "proposal-list": Row(SIGNED_IN, "/deals/EX-DEAL/proposals/"),
    "proposal-new": Row(SIGNED_IN),
    "proposal-detail": Row(SIGNED_IN),
    "link-new": Row(SIGNED_IN, "/deals/EX-DEAL/links/new/?before=EX-GV-04"),
    "milestone-detail": Row(SIGNED_IN, "/deals/EX-DEAL/milestones/EX-GV-04/"),
    "milestone-check": Row(SIGNED_IN),
    "report-list": Row(SIGNED_IN, "/reports/"),
    "report-detail": Row(SIGNED_IN),
    "import-list": Row(SIGNED_IN, "/imports/"),
    "import-detail": Row(SIGNED_IN),
    "model-export": Row(SIGNED_IN, "/catalog/export.csv?domain=ground"),
    "model-claims-export": Row(SIGNED_IN, "/catalog/magura-v5/claims.csv"),
    "account": Row(SIGNED_IN, "/account/"),
    "notices-read": Row(SIGNED_IN),
    "demo-sign-in": Row(ANYONE),
    "csp-report": Row(ANYONE),
    "health-live": Row(ANYONE, "/health/live"),
    "health-ready": Row(ANYONE, "/health/ready"),
}
ALLAUTH = {
    "account_login": Row(ANYONE, "/account/login/"),
    "account_logout": Row(ANYONE),
    "account_inactive": Row(ANYONE, "/account/inactive/"),
    "account_reauthenticate": Row(SIGNED_IN),
    "account_change_password": Row(SIGNED_IN),
    "account_set_password": Row(SIGNED_IN),
    "mfa_index": Row(SIGNED_IN, "/account/2fa/"),
    "mfa_authenticate": Row(ANYONE),
    "mfa_reauthenticate": Row(SIGNED_IN),
    "mfa_activate_totp": Row(SIGNED_IN),
    "mfa_deactivate_totp": Row(SIGNED_IN),
    "mfa_view_recovery_codes": Row(SIGNED_IN),
    "mfa_generate_recovery_codes": Row(SIGNED_IN),
    "mfa_download_recovery_codes": Row(SIGNED_IN),
    "socialaccount_login_cancelled": Row(ANYONE),
    "socialaccount_login_error": Row(ANYONE),
    "socialaccount_signup": Row(ANYONE),
    "socialaccount_connections": Row(SIGNED_IN),
    "openid_connect_login": Row(ANYONE),
    "openid_connect_callback": Row(ANYONE),
}
RIGHTS = {**PAGES, **API, **ALLAUTH}
