"""The cache of clips, paces and lists of voices, which is kept between builds."""
