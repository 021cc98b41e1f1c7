"""Set pieces that several shots share: the close-up, the field of receptors, lanes, the gene, cards."""
