export const userRefusals = {};
