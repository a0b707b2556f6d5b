"""What is wanted, agreed, due, and what happened."""

from procurement.models.baselines import Baseline, BaselineMilestone, BaselineSetAside, BaselineSignature
from procurement.models.deals import Deal, Workstream
from procurement.models.engagements import Engagement
from procurement.models.milestones import (
    Dependency,
    Milestone,
    MilestoneCheck,
    MilestoneStatement,
)
from procurement.models.orders import Lot, Order, Payment
from procurement.models.production import ProductionSite, RampMonth
from procurement.models.proposals import Proposal, ProposalChange
from procurement.models.requirements import Requirement, RequirementFigure
from procurement.models.spreads import DurationSpread
from procurement.models.terms import Position, PositionWithdrawal, Term, TermVersion
from procurement.models.trials import Evaluation, Trial, TrialFigure

__all__ = [
    "Baseline",
    "BaselineMilestone",
    "BaselineSetAside",
    "BaselineSignature",
    "Deal",
    "Dependency",
    "DurationSpread",
    "Engagement",
    "Evaluation",
    "Lot",
    "Milestone",
    "MilestoneCheck",
    "MilestoneStatement",
    "Order",
    "Payment",
    "Position",
    "PositionWithdrawal",
    "ProductionSite",
    "Proposal",
    "ProposalChange",
    "RampMonth",
    "Requirement",
    "RequirementFigure",
    "Term",
    "TermVersion",
    "Trial",
    "TrialFigure",
    "Workstream",
]
