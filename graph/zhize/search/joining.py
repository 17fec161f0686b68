from zhize.search.ranking import judged, weights
def joined(hit, units, index):
    weighed = weights(units, index)
    rows = [(judged(d, units, weighed, index), d) for d in index.duties(hit.entry.campaign)]
    top = max((h.coverage for h, _ in rows), default=0)
    if top <= 0: return []
    return [(k, d.path) for h, d in rows if h.coverage >= 0.5 * top for k in d.keepers]
