export const authorizeRefusals = {};
