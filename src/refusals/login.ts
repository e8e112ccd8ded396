export const loginRefusals = {};
