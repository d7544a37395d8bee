"""From a document and a view to a scene: read, projected, styled and labelled, in millimetres on paper."""
