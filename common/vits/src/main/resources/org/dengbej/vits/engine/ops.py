class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def to_half(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.to(x, 5)
  def to_float(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.to(x, 6)
  def clamp(self: __torch__.Ops, x: Tensor, low: Tensor, high: Tensor) -> Tensor:
    return torch.clamp(x, float(low), float(high))
  def assign(self: __torch__.Ops, to: Tensor, values: Tensor) -> Tensor:
    return torch.copy_(to, values)
  def embedding(self: __torch__.Ops, weight: Tensor, ids: Tensor, padding: Tensor) -> Tensor:
    return torch.embedding(weight, ids, int(padding), False, False)
  def linear(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, type: Tensor) -> Tensor:
    t = int(type)
    return torch.to(torch.linear(torch.to(x, t), torch.to(weight, t), torch.to(bias, t)), 6)
  def small(self: __torch__.Ops, x: Tensor) -> bool:
    alone = torch.__and__(torch.eq(torch.size(x, 0), 1), torch.le(torch.numel(x), 20480))
    return torch.__or__(alone, torch.eq(torch.size(x, 1), 1))
  def product(self: __torch__.Ops, columns: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    square = torch.reshape(weight, [torch.size(weight, 0), -1])
    y = torch.add(torch.matmul(square, torch.flatten(columns, 2)), torch.unsqueeze(bias, 1))
    return torch.reshape(y, [torch.size(columns, 0), torch.size(weight, 0), torch.size(columns, 2), torch.size(columns, 3)])
  def operand(self: __torch__.Ops, x: Tensor, type: int) -> Tensor:
    rounded = torch.to(x, type)
    if torch.__and__(torch.eq(type, 15), torch.__not__(ops.prim.is_cuda(x))):
      y = torch.to(rounded, 6)
    else:
      y = rounded
    return y
  def convolve(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, how: Tensor) -> Tensor:
    stride = int(torch.select(how, 0, 0))
    padding = int(torch.select(how, 0, 1))
    dilation = int(torch.select(how, 0, 2))
    groups = int(torch.select(how, 0, 3))
    t = int(torch.select(how, 0, 4))
    kernel = torch.size(weight, 1)
    span = torch.sub(torch.add(torch.size(x, 3), torch.mul(2, padding)), torch.add(torch.mul(torch.sub(kernel, 1), dilation), 1))
    length = torch.add(torch.floordiv(span, stride), 1)
    w = (self).operand(weight, t, )
    b = (self).operand(bias, t, )
    if torch.__and__(torch.eq(groups, 1), (self).small(x, )):
      padded = torch.constant_pad_nd((self).operand(x, t, ), [padding, padding])
      reach = torch.add(torch.mul(torch.sub(length, 1), stride), 1)
      taps = annotate(List[Tensor], [])
      for i in range(kernel):
        begin = torch.mul(i, dilation)
        _0 = torch.append(taps, torch.slice(padded, 3, begin, torch.add(begin, reach), stride))
      y = (self).product(torch.cat(taps, 1), w, b, )
    else:
      flat = torch.unsqueeze(torch.transpose(w, 1, 2), 2)
      if torch.eq(torch.size(x, 3), 1):
        wide = torch.contiguous(torch.constant_pad_nd((self).operand(x, t, ), [0, 1]), memory_format=2)
        y = torch.narrow(torch.conv2d(wide, flat, b, [1, stride], [0, padding], [1, dilation], groups), 3, 0, length)
      else:
        last = torch.contiguous((self).operand(x, t, ), memory_format=2)
        y = torch.conv2d(last, flat, b, [1, stride], [0, padding], [1, dilation], groups)
    return torch.to(y, 6)
  def conv1d(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, how: Tensor) -> Tensor:
    return torch.squeeze((self).convolve(torch.unsqueeze(x, 2), weight, bias, how, ), 2)
  def depthwise(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, how: Tensor) -> Tensor:
    padding = int(torch.select(how, 0, 0))
    dilation = int(torch.select(how, 0, 1))
    length = torch.size(x, 2)
    padded = torch.constant_pad_nd(x, [padding, padding])
    y = torch.unsqueeze(bias, 1)
    for i in range(torch.size(weight, 1)):
      tap = torch.narrow(padded, 2, torch.mul(i, dilation), length)
      y = torch.add(y, torch.mul(tap, torch.select(weight, 1, i)))
    return y
  def conv1d_leaky(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, how: Tensor, slope: Tensor) -> Tensor:
    y = (self).convolve(torch.unsqueeze(x, 2), weight, bias, how, )
    return torch.squeeze(torch.leaky_relu_(y, float(slope)), 2)
  def residual(self: __torch__.Ops, x: Tensor, weight1: Tensor, bias1: Tensor, how1: Tensor, weight2: Tensor, bias2: Tensor, how2: Tensor, slope: Tensor) -> Tensor:
    s = float(slope)
    x4 = torch.unsqueeze(x, 2)
    active = torch.leaky_relu_(torch.clone(x4), s)
    inner = torch.leaky_relu_((self).convolve(active, weight1, bias1, how1, ), s)
    return torch.squeeze(torch.add_((self).convolve(inner, weight2, bias2, how2, ), x4), 2)
  def conv_columns(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, how: Tensor) -> Tensor:
    kernel = int(torch.select(how, 0, 0))
    stride = int(torch.select(how, 0, 1))
    t = int(torch.select(how, 0, 2))
    margin = torch.floordiv(kernel, 2)
    padded = torch.constant_pad_nd((self).operand(x, t, ), [0, 0, margin, margin])
    span = torch.sub(torch.size(padded, 2), kernel)
    taps = annotate(List[Tensor], [])
    for i in range(kernel):
      _0 = torch.append(taps, torch.slice(padded, 2, i, torch.add(torch.add(i, span), 1), stride))
    columns = torch.cat(taps, 1)
    w = (self).operand(weight, t, )
    b = (self).operand(bias, t, )
    if (self).small(columns, ):
      y = (self).product(columns, w, b, )
    else:
      y = torch.conv2d(columns, torch.unsqueeze(torch.unsqueeze(w, 2), 3), b, [1, 1], [0, 0], [1, 1], 1)
    return torch.to(y, 6)
  def conv_columns_leaky(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, how: Tensor, slope: Tensor) -> Tensor:
    return torch.leaky_relu_((self).conv_columns(x, weight, bias, how, ), float(slope))
  def conv_transpose1d(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, how: Tensor) -> Tensor:
    stride = int(torch.select(how, 0, 0))
    padding = int(torch.select(how, 0, 1))
    t = int(torch.select(how, 0, 2))
    w = (self).operand(weight, t, )
    b = (self).operand(bias, t, )
    if torch.le(torch.numel(x), 20480):
      kernel = torch.size(weight, 2)
      length = torch.add(torch.sub(torch.mul(torch.sub(torch.size(x, 2), 1), stride), torch.mul(2, padding)), kernel)
      columns = torch.matmul(torch.t(torch.flatten(w, 1)), (self).operand(x, t, ))
      added = torch.col2im(columns, [1, length], [1, kernel], [1, 1], [0, padding], [1, stride])
      y = torch.add(torch.squeeze(added, 2), torch.unsqueeze(b, 1))
    else:
      y = torch.conv_transpose1d((self).operand(x, t, ), w, b, [stride], [padding], [0], 1, [1])
    return torch.transpose(torch.contiguous(torch.transpose(torch.to(y, 6), 1, 2)), 1, 2)
  def fuse(self: __torch__.Ops, weights: List[Tensor], directions: List[Tensor], gains: List[Tensor]) -> Tensor:
    for i in range(torch.len(weights)):
      gain = gains[i]
      norm = torch.linalg_vector_norm(torch.view(directions[i], [torch.size(gain, 0), -1]), 2, [1], True)
      _0 = torch.mul(directions[i], torch.div(gain, torch.view_as(norm, gain)), out=weights[i])
    return weights[0]
  def fused_gradients(self: __torch__.Ops, gradients: List[Tensor], directions: List[Tensor], gains: List[Tensor], gain_gradients: List[Tensor]) -> Tensor:
    for i in range(torch.len(gradients)):
      gain = gains[i]
      rows = torch.size(gain, 0)
      dw = torch.view(gradients[i], [rows, -1])
      v = torch.view(directions[i], [rows, -1])
      norm = torch.linalg_vector_norm(v, 2, [1], True)
      along = torch.div(torch.squeeze(torch.bmm(torch.unsqueeze(dw, 1), torch.unsqueeze(v, 2)), 2), norm)
      _0 = torch.copy_(gain_gradients[i], torch.view_as(along, gain))
      _1 = torch.addcmul_(dw, v, torch.div(along, norm), value=-1)
      _2 = torch.mul_(dw, torch.div(torch.view(gain, [rows, 1]), norm))
    return gradients[0]
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
  def lerp(self: __torch__.Ops, arrays: List[Tensor], towards: List[Tensor], share: float) -> Tensor:
    _0 = torch._foreach_lerp_(arrays, towards, share)
    return arrays[0]
