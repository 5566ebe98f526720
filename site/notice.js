// Notice: a message with one way out, in an element that holds a paragraph and a button.
export class Notice {
  #box;

  constructor(box) {
    this.#box = box;
  }

  show(message, label, action) {
    const button = this.#box.querySelector('button');
    this.#box.querySelector('p').textContent = message[0].toUpperCase() + message.slice(1);
    button.textContent = label;
    button.onclick = () => {
      this.hide();
      action();
    };
    this.#box.hidden = false;
  }

  hide() {
    this.#box.hidden = true;
  }
}
