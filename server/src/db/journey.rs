//! The journey map: phases, channels and the touchpoints where they meet.
