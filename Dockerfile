FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /fauxforce
COPY --from=build /build/package.json /build/LICENSE ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/bin bin
COPY --from=build /build/seed seed
COPY --from=build /build/dist dist
RUN mkdir /state && chown node:node /state
USER node
VOLUME /state
EXPOSE 7332
ENV FAUXFORCE_HOST=0.0.0.0 FAUXFORCE_PORT=7332 FAUXFORCE_STORE=/state/state.db FAUXFORCE_CA=/state/ca
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.FAUXFORCE_PORT + '/_fauxforce/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/fauxforce/bin/fauxforce.js"]
CMD ["start"]
