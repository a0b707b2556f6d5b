"""What drones are stated to do, and which questions people keep about it."""

from catalog.models.kept import CheckedClaim, FigureSpan, FigureSupport, ModelFacets
from catalog.models.record import (
    ApplicationStatement,
    Capability,
    Claim,
    ClaimCheck,
    ClaimPreference,
    ClaimWithdrawal,
    DroneModel,
    Maker,
    SearchKey,
    SearchWord,
    Source,
    figure_constraints,
)
from catalog.models.saved import FilterWatch, SavedFilter

__all__ = [
    "ApplicationStatement",
    "Capability",
    "CheckedClaim",
    "Claim",
    "ClaimCheck",
    "ClaimPreference",
    "ClaimWithdrawal",
    "DroneModel",
    "FigureSpan",
    "FigureSupport",
    "FilterWatch",
    "Maker",
    "ModelFacets",
    "SavedFilter",
    "SearchKey",
    "SearchWord",
    "Source",
    "figure_constraints",
]
