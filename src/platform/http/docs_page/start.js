// Shows /openapi.json; the key entered under "Authorize" stays in this page.
window.ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null, // asks no other server
  persistAuthorization: false,
});
