"""What readers are told a version is, and what its signers did."""

from django.utils.translation import gettext_lazy as _

KIND_LABELS = {
    "publication": _("First publication"),
    "correction": _("Correction"),
    "clarification": _("Clarification"),
    "update": _("Update"),
    "addition": _("Addition"),
    "editors_note": _("Editor’s note"),
    "partial_retraction": _("Partial retraction"),
    "retraction": _("Retraction"),
    "reinstatement": _("Reinstatement"),
    "copy_edit": _("Copy edit"),
    "minor_fix": _("Minor fix"),
    "link_repair": _("Link repair"),
    "removal": _("Removal"),
    "confirmation": _("Second review"),
    "move": _("New address"),
    "rendering": _("New rendering"),
    "recovery": _("Recovery of the record"),
}
ROLE_LABELS = {
    "proposer": _("Proposed by"),
    "approver": _("Approved by"),
    "publisher": _("Published by"),
    "confirmer": _("Confirmed by"),
}
