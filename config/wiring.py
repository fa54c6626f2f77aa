"""Who hears of what. The one place where a lower app is tied to a higher one."""
