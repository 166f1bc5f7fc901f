// Tells the camera when a document is complete and which frame shows it: a small square
// of a colour that the camera chooses stands in the corner until the camera has seen it.

const SQUARE = 4;
let square = null;

async function complete() {
  await document.fonts.ready;
  const pictures = [...document.images];
  for (const image of pictures) image.loading = "eager";
  await Promise.allSettled(pictures.map((image) => image.decode()));
}

new QWebChannel(qt.webChannelTransport, (channel) => {
  const { camera } = channel.objects;
  camera.asked.connect(async (what, argument) => {
    if (what === "measure") {
      if (argument) document.documentElement.dataset.theme = argument;
      await complete();
      camera.measured(Math.ceil(document.documentElement.getBoundingClientRect().height));
    }
    if (what === "show") {
      square = document.createElement("div");
      Object.assign(square.style, {
        position: "fixed", left: "0", bottom: "0", zIndex: "2147483647",
        width: `${SQUARE}px`, height: `${SQUARE}px`, background: argument,
      });
      document.documentElement.append(square);
    }
    if (what === "hide") square?.remove();
  });
  camera.start();
});
