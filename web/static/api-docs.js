// Starts Swagger UI on the API's own description. No validator: nothing leaves this host.
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

SwaggerUIBundle({
  url: meta("description-url"),
  dom_id: "#description",
  deepLinking: true,
  docExpansion: "none",
  validatorUrl: null,
  requestInterceptor: (request) => {
    // A signed-in browser changes things by its cookie, so its requests carry the page's value.
    if (meta("csrf-token")) request.headers["X-CSRFToken"] = meta("csrf-token");
    return request;
  },
});
