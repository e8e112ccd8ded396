/** The built-in callback of native apps: blank but for these words (authorize.md 3). */
export const SUCCESS = `<!DOCTYPE html>
<html lang="en"><head><meta charset="UTF-8"><title>Remote Access Application Authorization</title></head>
<body>Remote Access Application Authorization</body></html>
`;
