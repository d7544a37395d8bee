"""Lines and areas on the Lambert 72 grid: made, changed, arranged and snapped to. Metres in, metres out, no Qt."""
