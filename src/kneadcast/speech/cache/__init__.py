"""Speech that is kept between builds."""
