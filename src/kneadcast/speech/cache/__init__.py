"""The cache of clips, lengths, paces and lists of voices, which is kept between builds."""
