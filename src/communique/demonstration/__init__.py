"""The demonstration conference: the 53rd Foreign Ministers' meeting of ten members, as data.

``conference.json`` holds the body, its members, partners, people, meetings and documents; ``communique.md`` the
negotiating text; ``outcome.md`` a document already adopted; ``amendments.json`` what delegations propose. That the
meeting took place, its date and its subjects are facts; every sentence, person and position is invented.
"""
