export const clientCredentialsRefusals = {};
