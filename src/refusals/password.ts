export const passwordRefusals = {};
