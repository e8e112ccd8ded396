export const revokeRefusals = {};
