class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def to_half(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.to(x, 5)
  def to_float(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.to(x, 6)
  def to_bfloat16(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.to(x, 15)
  def clamp(self: __torch__.Ops, x: Tensor, low: Tensor, high: Tensor) -> Tensor:
    return torch.clamp(x, float(low), float(high))
  def assign(self: __torch__.Ops, to: Tensor, values: Tensor) -> Tensor:
    return torch.copy_(to, values)
  def embedding(self: __torch__.Ops, weight: Tensor, ids: Tensor, padding: Tensor) -> Tensor:
    return torch.embedding(weight, ids, int(padding), False, False)
  def conv_transpose1d(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, stride: Tensor, padding: Tensor) -> Tensor:
    return torch.conv_transpose1d(x, weight, bias, [int(stride)], [int(padding)], [0], 1, [1])
  def weight_norm(self: __torch__.Ops, v: Tensor, g: Tensor) -> Tensor:
    return torch._weight_norm(v, g, 0)
  def unscale(self: __torch__.Ops, gradients: List[Tensor], found_inf: Tensor, inverse_scale: Tensor) -> Tensor:
    _0 = torch._amp_foreach_non_finite_check_and_unscale_(gradients, found_inf, inverse_scale)
    return found_inf
  def norms(self: __torch__.Ops, arrays: List[Tensor]) -> Tensor:
    return torch.stack(torch._foreach_norm(arrays, 2), 0)
  def multiply(self: __torch__.Ops, arrays: List[Tensor], factor: float) -> Tensor:
    _0 = torch._foreach_mul_(arrays, factor)
    return arrays[0]
  def adamw(self: __torch__.Ops, parameters: List[Tensor], gradients: List[Tensor], averages: List[Tensor], squares: List[Tensor], steps: List[Tensor], learning_rate: float, beta1: float, beta2: float, weight_decay: float, epsilon: float) -> Tensor:
    _0 = torch._foreach_add_(steps, 1)
    _1 = torch._fused_adamw_(parameters, gradients, averages, squares, annotate(List[Tensor], []), steps, lr=learning_rate, beta1=beta1, beta2=beta2, weight_decay=weight_decay, eps=epsilon, amsgrad=False, maximize=False)
    return steps[0]
