export const clientRefusals = {};
