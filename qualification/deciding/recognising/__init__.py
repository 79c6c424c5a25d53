"""How somebody who was here before is recognised (M3): never by saying so."""
