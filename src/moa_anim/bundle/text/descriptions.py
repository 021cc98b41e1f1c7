"""Descriptions of what is seen, for a bundle's page and captions folder."""

from __future__ import annotations

from moa_anim.captions.descriptions import descriptions as descriptions
from moa_anim.captions.descriptions import descriptions_vtt as descriptions_vtt
