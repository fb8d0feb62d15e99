-- A listener who was banned is asked nothing, and what they said does not count; all of it can be undone.
ALTER TABLE listener ADD COLUMN banned_at timestamptz;
ALTER TABLE listener ADD COLUMN ban_reason text;
ALTER TABLE correction ADD COLUMN state_before_ban text;
CREATE INDEX listener_banned ON listener (banned_at) WHERE banned_at IS NOT NULL;
