"""Set pieces shared by several shots: close-up, field of receptors, lanes, gene, panels, cards. Imports all drawing rooms."""
