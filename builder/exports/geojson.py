"""The places as GeoJSON (RFC 7946): longitude before latitude, WGS 84. Where no point is known there is no geometry."""

from __future__ import annotations

from typing import Any

from builder.exports.publication import Publication, as_json_list, given
from builder.models import Location


def made(publication: Publication) -> bytes:
    """One collection of all places."""
    features = (_feature(publication, place) for place in publication.dossier.of(Location))
    return as_json_list({"type": "FeatureCollection"}, "features", features)


def _feature(publication: Publication, place: Location) -> dict[str, Any]:
    point = None
    if place.coordinates:
        latitude, longitude = place.coordinates
        point = {"type": "Point", "coordinates": [longitude, latitude]}
    later = publication.dossier.later(place)
    properties = {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "in": place.in_ if publication.get(place.in_) else None,
        "precision": place.precision,
        "summary": publication.words(place.summary),
        "also": list(place.also),
        "native": place.native,
        "same_as": place.same_as,
        "known_from": str(place.known_from) if place.known_from else None,
        "hindsight": True if later else None,
        "sources": [words for _, words in publication.references(place)],
        "url": publication.of_record(place),
    }
    return {"type": "Feature", "id": place.id, "geometry": point, "properties": given(properties)}
