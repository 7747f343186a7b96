"""The live channel: one event stream a page, its bytes made once for each audience.

``protocol`` takes a connection over from uvicorn, ``hub`` writes to it, ``stream`` is the door, ``wake`` is how a
commit in any process reaches the hub.
"""
