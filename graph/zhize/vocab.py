"""The vocabulary as plain constants: full IRIs of the terms of zhize.ttl and of the standards it reuses.

A class or individual bears its own name (``Task`` is zz:Task), a property its name in capitals
(``RESPONSIBLE_FOR`` is zz:responsibleFor); terms of other vocabularies carry their prefix (``OA_START``).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

VERSION: Final = "1.0.0"
"""owl:versionInfo of the vocabulary."""
BASE: Final = "https://w3id.org/zhize/"
"""Where resources live unless a build says otherwise."""
NAMESPACE: Final = "https://w3id.org/zhize/ontology#"

_DCTERMS: Final = "http://purl.org/dc/terms/"
_ELI: Final = "http://data.europa.eu/eli/ontology#"
_FOAF: Final = "http://xmlns.com/foaf/0.1/"
_OA: Final = "http://www.w3.org/ns/oa#"
_ORG: Final = "http://www.w3.org/ns/org#"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_PROV: Final = "http://www.w3.org/ns/prov#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Final = MappingProxyType(
    {
        "dcterms": _DCTERMS,
        "eli": _ELI,
        "foaf": _FOAF,
        "oa": _OA,
        "org": _ORG,
        "owl": _OWL,
        "prov": _PROV,
        "rdf": _RDF,
        "rdfs": _RDFS,
        "skos": _SKOS,
        "xsd": _XSD,
        "zz": NAMESPACE,
    }
)
"""Prefixes that queries may use without declaring them, and that exports declare."""

Campaign: Final = NAMESPACE + "Campaign"
Document: Final = NAMESPACE + "Document"
Task: Final = NAMESPACE + "Task"
KeyTask: Final = NAMESPACE + "KeyTask"
AssignedDuty: Final = NAMESPACE + "AssignedDuty"
Requirement: Final = NAMESPACE + "Requirement"
ScheduleItem: Final = NAMESPACE + "ScheduleItem"
Measure: Final = NAMESPACE + "Measure"
Indicator: Final = NAMESPACE + "Indicator"
Deadline: Final = NAMESPACE + "Deadline"
Remark: Final = NAMESPACE + "Remark"
Department: Final = NAMESPACE + "Department"
DepartmentClass: Final = NAMESPACE + "DepartmentClass"
GenericActor: Final = NAMESPACE + "GenericActor"
Function: Final = NAMESPACE + "Function"
Region: Final = NAMESPACE + "Region"
Reorganisation: Final = NAMESPACE + "Reorganisation"
Level: Final = NAMESPACE + "Level"
National: Final = NAMESPACE + "National"
Provincial: Final = NAMESPACE + "Provincial"
Municipal: Final = NAMESPACE + "Municipal"
County: Final = NAMESPACE + "County"
Duty: Final = NAMESPACE + "Duty"
Role: Final = NAMESPACE + "Role"
Lead: Final = NAMESPACE + "Lead"
Support: Final = NAMESPACE + "Support"
Joint: Final = NAMESPACE + "Joint"
Sole: Final = NAMESPACE + "Sole"
Mention: Final = NAMESPACE + "Mention"
Law: Final = NAMESPACE + "Law"
ProductCategory: Final = NAMESPACE + "ProductCategory"
ViolationType: Final = NAMESPACE + "ViolationType"
Alignment: Final = NAMESPACE + "Alignment"
Relation: Final = NAMESPACE + "Relation"
Same: Final = NAMESPACE + "Same"
Broader: Final = NAMESPACE + "Broader"
Narrower: Final = NAMESPACE + "Narrower"
Overlaps: Final = NAMESPACE + "Overlaps"

RESPONSIBLE_FOR: Final = NAMESPACE + "responsibleFor"
LEADS: Final = NAMESPACE + "leads"
SUPPORTS: Final = NAMESPACE + "supports"
SHARES_DUTY: Final = NAMESPACE + "sharesDuty"
HOLDS_ALONE: Final = NAMESPACE + "holdsAlone"
CITES: Final = NAMESPACE + "cites"
TARGETS: Final = NAMESPACE + "targets"
IMPLEMENTS: Final = NAMESPACE + "implements"
CONTINUES: Final = NAMESPACE + "continues"
CORRESPONDS_TO: Final = NAMESPACE + "correspondsTo"
HOLDER: Final = NAMESPACE + "holder"
TASK: Final = NAMESPACE + "task"
ROLE: Final = NAMESPACE + "role"
EVIDENCE: Final = NAMESPACE + "evidence"
REASON: Final = NAMESPACE + "reason"
REFERS_TO: Final = NAMESPACE + "refersTo"
RULE: Final = NAMESPACE + "rule"
IN_TASK: Final = NAMESPACE + "inTask"
IN_DOCUMENT: Final = NAMESPACE + "inDocument"
ARTICLE: Final = NAMESPACE + "article"
NUMBER: Final = NAMESPACE + "number"
YEAR: Final = NAMESPACE + "year"
LEVEL: Final = NAMESPACE + "level"
REGION: Final = NAMESPACE + "region"
STARTS: Final = NAMESPACE + "starts"
ENDS: Final = NAMESPACE + "ends"
PUBLISHED: Final = NAMESPACE + "published"
ISSUED_BY: Final = NAMESPACE + "issuedBy"
ADDRESSED_TO: Final = NAMESPACE + "addressedTo"
TRUNCATED: Final = NAMESPACE + "truncated"
FILE: Final = NAMESPACE + "file"
SHA256: Final = NAMESPACE + "sha256"
CHARACTERS: Final = NAMESPACE + "characters"
TASK_COUNT: Final = NAMESPACE + "taskCount"
DUTY_COUNT: Final = NAMESPACE + "dutyCount"
MENTION_COUNT: Final = NAMESPACE + "mentionCount"
PATH: Final = NAMESPACE + "path"
GENERIC: Final = NAMESPACE + "generic"
DEADLINE: Final = NAMESPACE + "deadline"
DATE: Final = NAMESPACE + "date"
WHAT: Final = NAMESPACE + "what"
FORM: Final = NAMESPACE + "form"
ROW: Final = NAMESPACE + "row"
UNIT: Final = NAMESPACE + "unit"
REPORTER: Final = NAMESPACE + "reporter"
REMARK_KIND: Final = NAMESPACE + "remarkKind"
DETAIL: Final = NAMESPACE + "detail"
FUNCTION: Final = NAMESPACE + "function"
JURISDICTION: Final = NAMESPACE + "jurisdiction"
RESOLVED: Final = NAMESPACE + "resolved"
SINCE: Final = NAMESPACE + "since"
UNTIL: Final = NAMESPACE + "until"
CODE: Final = NAMESPACE + "code"
REORGANISATION_KIND: Final = NAMESPACE + "reorganisationKind"
MOVED_FUNCTION: Final = NAMESPACE + "movedFunction"
BASIS: Final = NAMESPACE + "basis"
VERIFIED: Final = NAMESPACE + "verified"
LAW_TYPE: Final = NAMESPACE + "lawType"
ADOPTED: Final = NAMESPACE + "adopted"
IN_FORCE_FROM: Final = NAMESPACE + "inForceFrom"
IN_FORCE_UNTIL: Final = NAMESPACE + "inForceUntil"
AMENDED: Final = NAMESPACE + "amended"
REPLACED_BY: Final = NAMESPACE + "replacedBy"
ISSUER_NAME: Final = NAMESPACE + "issuerName"
FORBIDDEN_BY: Final = NAMESPACE + "forbiddenBy"
PROPOSED: Final = NAMESPACE + "proposed"
FROM_TASK: Final = NAMESPACE + "fromTask"
TO_TASK: Final = NAMESPACE + "toTask"
RELATION: Final = NAMESPACE + "relation"
SCORE: Final = NAMESPACE + "score"
WHY: Final = NAMESPACE + "why"

DCTERMS_CREATOR: Final = _DCTERMS + "creator"
DCTERMS_DATE: Final = _DCTERMS + "date"
DCTERMS_IDENTIFIER: Final = _DCTERMS + "identifier"
DCTERMS_IS_PART_OF: Final = _DCTERMS + "isPartOf"
DCTERMS_IS_REPLACED_BY: Final = _DCTERMS + "isReplacedBy"
DCTERMS_ISSUED: Final = _DCTERMS + "issued"
DCTERMS_LOCATION: Final = _DCTERMS + "Location"
DCTERMS_REFERENCES: Final = _DCTERMS + "references"
DCTERMS_SOURCE: Final = _DCTERMS + "source"
DCTERMS_SPATIAL: Final = _DCTERMS + "spatial"
DCTERMS_TITLE: Final = _DCTERMS + "title"
ELI_BASED_ON: Final = _ELI + "based_on"
ELI_LEGAL_RESOURCE: Final = _ELI + "LegalResource"
FOAF_DOCUMENT: Final = _FOAF + "Document"
OA_END: Final = _OA + "end"
OA_EXACT: Final = _OA + "exact"
OA_START: Final = _OA + "start"
OA_TEXT_POSITION_SELECTOR: Final = _OA + "TextPositionSelector"
OA_TEXT_QUOTE_SELECTOR: Final = _OA + "TextQuoteSelector"
ORG_CHANGE_EVENT: Final = _ORG + "ChangeEvent"
ORG_FORMAL_ORGANIZATION: Final = _ORG + "FormalOrganization"
ORG_ORGANIZATION: Final = _ORG + "Organization"
ORG_ORIGINAL_ORGANIZATION: Final = _ORG + "originalOrganization"
ORG_RESULTING_ORGANIZATION: Final = _ORG + "resultingOrganization"
ORG_ROLE: Final = _ORG + "Role"
PROV_ACTIVITY: Final = _PROV + "Activity"
RDF_TYPE: Final = _RDF + "type"
RDFS_LABEL: Final = _RDFS + "label"
SKOS_ALT_LABEL: Final = _SKOS + "altLabel"
SKOS_BROADER: Final = _SKOS + "broader"
SKOS_CONCEPT: Final = _SKOS + "Concept"
SKOS_CONCEPT_SCHEME: Final = _SKOS + "ConceptScheme"
SKOS_HAS_TOP_CONCEPT: Final = _SKOS + "hasTopConcept"
SKOS_IN_SCHEME: Final = _SKOS + "inScheme"
SKOS_NOTE: Final = _SKOS + "note"
SKOS_PREF_LABEL: Final = _SKOS + "prefLabel"
SKOS_TOP_CONCEPT_OF: Final = _SKOS + "topConceptOf"
XSD_BOOLEAN: Final = _XSD + "boolean"
XSD_DATE: Final = _XSD + "date"
XSD_DECIMAL: Final = _XSD + "decimal"
XSD_G_YEAR: Final = _XSD + "gYear"
XSD_G_YEAR_MONTH: Final = _XSD + "gYearMonth"
XSD_INTEGER: Final = _XSD + "integer"

SUPERCLASSES: Final = MappingProxyType(
    {
        Campaign: (PROV_ACTIVITY,),
        Document: (ELI_LEGAL_RESOURCE, FOAF_DOCUMENT),
        KeyTask: (Task,),
        AssignedDuty: (Task,),
        Requirement: (Task,),
        ScheduleItem: (Task,),
        Department: (ORG_FORMAL_ORGANIZATION, ORG_ORGANIZATION),
        DepartmentClass: (Department, ORG_FORMAL_ORGANIZATION, ORG_ORGANIZATION),
        Function: (SKOS_CONCEPT,),
        Region: (DCTERMS_LOCATION,),
        Reorganisation: (ORG_CHANGE_EVENT,),
        Role: (SKOS_CONCEPT, ORG_ROLE),
        Mention: (OA_TEXT_POSITION_SELECTOR, OA_TEXT_QUOTE_SELECTOR),
        Law: (ELI_LEGAL_RESOURCE,),
        ProductCategory: (SKOS_CONCEPT,),
        ViolationType: (SKOS_CONCEPT,),
    }
)
"""All super-classes of a class, near ones first, as zhize.ttl states them; the data write them out."""

SUPERPROPERTIES: Final = MappingProxyType(
    {
        LEADS: (RESPONSIBLE_FOR,),
        SUPPORTS: (RESPONSIBLE_FOR,),
        SHARES_DUTY: (RESPONSIBLE_FOR,),
        HOLDS_ALONE: (RESPONSIBLE_FOR,),
        CITES: (DCTERMS_REFERENCES,),
        IMPLEMENTS: (ELI_BASED_ON,),
        NUMBER: (DCTERMS_IDENTIFIER,),
        REGION: (DCTERMS_SPATIAL,),
        PUBLISHED: (DCTERMS_ISSUED,),
        ISSUED_BY: (DCTERMS_CREATOR,),
        DATE: (DCTERMS_DATE,),
        CODE: (DCTERMS_IDENTIFIER,),
        REPLACED_BY: (DCTERMS_IS_REPLACED_BY,),
    }
)
"""All super-properties of a property; the data write them out."""
