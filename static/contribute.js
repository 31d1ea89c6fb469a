// Makes a text for the randomness of a draw and hashes it, in the browser and nowhere else (S2): the text field has no
// name, so it is never sent; only its SHA-256 is lodged.
"use strict";

const maker = document.getElementById("text-maker");
const digest = document.querySelector("form.act input[name='digest']");

async function lay() {
  const octets = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(maker.querySelector("input").value));
  digest.value = Array.from(new Uint8Array(octets), (octet) => octet.toString(16).padStart(2, "0")).join("");
}

if (maker && digest && window.crypto && crypto.subtle) {
  const text = maker.querySelector("input");
  maker.hidden = false;
  text.addEventListener("input", lay);
  maker.querySelector("button").addEventListener("click", () => {
    const drawn = crypto.getRandomValues(new Uint8Array(16));
    text.value = Array.from(drawn, (octet) => octet.toString(16).padStart(2, "0")).join("").replace(/(.{4})(?=.)/g, "$1-");
    lay();
  });
}
