/** The public half of a user's key pair, by which a call of the HTTP API is recognised; the other half is among the secrets. */
export const apiKeys = `
ALTER TABLE user ADD COLUMN api_key TEXT;
CREATE UNIQUE INDEX user_api_key ON user (api_key) WHERE api_key IS NOT NULL;
`;
