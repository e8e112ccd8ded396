export const jwtRefusals = {};
